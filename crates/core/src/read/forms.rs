//! Named fields in `(…)`, read one by one: a faulty field hides no other, of which serde's own
//! reading of structures would tell the first only.

use std::fmt;

use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::Span;
use super::entries::Entries;
use super::form::{FormError, Misform};
use super::number::{Number, Numbers};
use super::spanned::{self, Lenient, Spanned};

/// What a field is where it is not written; none if it must be.
pub(crate) trait Field: Sized {
    fn absent() -> Option<Self> {
        None
    }
}

impl Field for String {}
impl Field for Number {}
impl Field for Numbers {}
impl<T> Field for Spanned<T> {}

impl<T> Field for Option<T> {
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T> Field for Vec<T> {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T> Field for Entries<T> {
    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

/// A field while it is read: not written, written and faulty, or a value.
pub(crate) type Slot<T> = Option<Option<T>>;

/// The name of a field, and its place.
pub(crate) struct Key<'de> {
    pub(crate) name: &'de str,
    span: Option<Span>,
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Identifier;

        impl<'de> Visitor<'de> for Identifier {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Key { name, span: spanned::span_of(name) })
            }
        }

        deserializer.deserialize_identifier(Identifier)
    }
}

/// What has been read of a structure.
pub(crate) struct Fields {
    noun: &'static str,
    names: &'static [&'static str],
    /// Whether it is of use even if some of its fields are not.
    tolerant: bool,
    whole: bool,
    strange: bool,
}

impl Fields {
    pub(crate) fn new(noun: &'static str, names: &'static [&'static str], tolerant: bool) -> Self {
        Self { noun, names, tolerant, whole: true, strange: false }
    }

    /// Reads the value of a field that belongs here.
    pub(crate) fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
        &mut self,
        key: &Key<'_>,
        slot: &mut Slot<T>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if slot.is_some() {
            map.next_value::<&RawValue>()?;
            self.refuse(key, Misform::DuplicateField(key.name.to_owned()));
            return Ok(());
        }
        let Lenient(value) = map.next_value()?;
        if value.is_none() {
            self.lose();
        }
        *slot = Some(value);
        Ok(())
    }

    /// Passes over a field that does not belong here.
    pub(crate) fn skip<'de, A: MapAccess<'de>>(
        &mut self,
        key: &Key<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        map.next_value::<&RawValue>()?;
        self.strange = true;
        self.refuse(key, Misform::UnknownField(key.name.to_owned(), self.names.to_vec()));
        Ok(())
    }

    /// The value of a field, or what it is when it is not written.
    pub(crate) fn take<T: Field>(&mut self, slot: Slot<T>, name: &'static str) -> Option<T> {
        let written = slot.is_some();
        let value = slot.flatten();
        if value.is_some() {
            return value;
        }
        let absent = T::absent();
        if absent.is_none() && !written {
            self.whole = false;
            // A mistyped name is one slip, not two.
            if !self.strange
                && let Some(span) = spanned::opening()
            {
                spanned::report(FormError { what: Misform::MissingField(name, self.noun), span });
            }
        }
        absent
    }

    /// Whether the structure can be used.
    pub(crate) fn finish<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.whole || self.tolerant { Ok(()) } else { Err(spanned::reported()) }
    }

    fn refuse(&mut self, key: &Key<'_>, what: Misform) {
        self.lose();
        if let Some(span) = key.span {
            spanned::report(FormError { what, span });
        }
    }

    fn lose(&mut self) {
        self.whole = false;
        if self.tolerant {
            spanned::leave_gap();
        }
    }
}

macro_rules! field_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

macro_rules! forms {
    ($($(#[$doc:meta])* $form:ident $noun:literal $tolerant:literal {
        $($field:ident $($name:literal)? : $type:ty),+ $(,)?
    })+) => {
        /// What each form declared here is called, and the fields that it can have.
        pub(crate) const FORMS: &[(&str, &[&str])] =
            &[$(($noun, &[$(field_name!($field $($name)?)),+])),+];
    $(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $form { $(pub(crate) $field: $type),+ }

        impl<'de> serde::Deserialize<'de> for $form {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::read::forms::{Field, Fields, Key, Slot};

                const NAMES: &[&str] = &[$(field_name!($field $($name)?)),+];

                struct InParts;

                impl<'de> serde::de::Visitor<'de> for InParts {
                    type Value = $form;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("fields in `(…)`")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<$form, A::Error> {
                        let mut fields = Fields::new($noun, NAMES, $tolerant);
                        $(let mut $field: Slot<$type> = None;)+
                        while let Some(key) = map.next_key::<Key<'de>>()? {
                            match key.name {
                                $(field_name!($field $($name)?) => {
                                    fields.read(&key, &mut $field, &mut map)?;
                                })+
                                _ => fields.skip(&key, &mut map)?,
                            }
                        }
                        $(let $field: Option<$type> =
                            fields.take($field, field_name!($field $($name)?));)+
                        fields.finish::<A::Error>()?;
                        Ok($form { $(
                            $field: $field
                                .or_else(<$type as Field>::absent)
                                .ok_or_else($crate::read::spanned::reported::<A::Error>)?
                        ),+ })
                    }
                }

                deserializer.deserialize_struct(stringify!($form), NAMES, InParts)
            }
        }
    )+};
}

pub(crate) use {field_name, forms};
