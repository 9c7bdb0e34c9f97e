//! A bar on standard error while the work takes long.
//!
//! It is drawn by a thread of its own, first after a second: whoever gets an answer at once sees
//! nothing. What is drawn goes away before anything else is printed, and changes no answer.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the bar is drawn.
const BEAT: Duration = Duration::from_millis(150);

/// How far the work is. Ends with its bar when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    bar: Option<Bar>,
}

/// The thread that draws, and what it is told.
#[derive(Debug)]
struct Bar {
    state: Arc<Mutex<State>>,
    /// Dropped to end the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the bar shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct State {
    /// Stages begun.
    begun: u64,
    /// Stages known of.
    stages: u64,
    /// What is being done.
    name: String,
    /// How large the work is.
    size: String,
}

impl Progress {
    /// Progress that a terminal shows, or that nobody sees.
    pub(crate) fn new(shown: bool) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let (stop, stopped) = channel();
        let seen = Arc::clone(&state);
        let draw = move || draw(&seen, &stopped);
        // Without a thread to spare the work goes on unseen.
        let thread = shown.then(|| Builder::new().spawn(draw).ok()).flatten();
        Self { bar: thread.map(|thread| Bar { state, stop: Some(stop), thread: Some(thread) }) }
    }

    /// Whether anybody may see it.
    pub(crate) fn is_shown(&self) -> bool {
        self.bar.is_some()
    }

    /// Makes known that there are so many stages more.
    pub(crate) fn expect(&self, stages: usize) {
        self.tell(|state| state.stages += stages as u64);
    }

    /// Begins a stage.
    pub(crate) fn stage(&self, name: &str) {
        self.tell(|state| {
            state.begun += 1;
            name.clone_into(&mut state.name);
        });
    }

    /// Says how large the work is.
    pub(crate) fn size(&self, size: String) {
        self.tell(|state| state.size = size);
    }

    fn tell(&self, change: impl FnOnce(&mut State)) {
        if let Some(bar) = &self.bar {
            change(&mut bar.state.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl State {
    /// Stages done and known of: a stage that nobody expected makes no bar run over.
    fn position(&self) -> (u64, u64) {
        let done = self.begun.saturating_sub(1);
        (done, self.stages.max(self.begun))
    }

    fn words(&self) -> String {
        if self.size.is_empty() {
            self.name.clone()
        } else {
            format!("{} ({})", self.name, self.size)
        }
    }
}

/// Draws the bar from time to time until the work is done, then takes it away.
fn draw(state: &Mutex<State>, stopped: &Receiver<()>) {
    if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::hidden();
    if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos} of {len}  {wide_msg}") {
        bar.set_style(style);
    }
    let show = || {
        let now = state.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (done, stages) = now.position();
        bar.set_message(now.words());
        bar.set_length(stages);
        bar.set_position(done);
    };
    // Every change draws, so what is first seen is whole.
    show();
    bar.set_draw_target(ProgressDrawTarget::stderr());
    loop {
        show();
        bar.tick();
        if stopped.recv_timeout(BEAT) != Err(RecvTimeoutError::Timeout) {
            bar.finish_and_clear();
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_counted_as_they_are_done() {
        let mut state = State { stages: 2, ..State::default() };
        assert_eq!(state.position(), (0, 2));
        state.begun = 2;
        assert_eq!(state.position(), (1, 2));
        state.begun = 4;
        assert_eq!(state.position(), (3, 4));
    }

    #[test]
    fn what_is_done_comes_before_how_large_it_is() {
        let mut state = State { name: "the frontier".to_owned(), ..State::default() };
        assert_eq!(state.words(), "the frontier");
        state.size = "2 issues".to_owned();
        assert_eq!(state.words(), "the frontier (2 issues)");
    }

    #[test]
    fn nobody_is_told_where_nobody_looks() {
        let progress = Progress::new(false);
        progress.expect(1);
        progress.stage("the frontier");
        assert!(!progress.is_shown());
    }

    #[test]
    fn work_that_is_done_at_once_waits_for_nothing() {
        let begun = std::time::Instant::now();
        let progress = Progress::new(true);
        progress.expect(1);
        progress.stage("the frontier");
        drop(progress);
        assert!(begun.elapsed() < PATIENCE);
    }
}
