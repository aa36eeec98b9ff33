//! Work on all cores whose results come in the order of the jobs, with few of them under way at a time.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// So many jobs are under way for each thread: enough that none waits for the next, and no more than memory should hold.
const AHEAD: usize = 3;

/// How many threads work where nobody says: one for each core that there is for this process.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Takes jobs from `next` until there are none, has each done by one of so many threads, and hands the results to `done` in the
/// order of their jobs. `next` and `done` are called on this thread. Each thread has a state of its own, which `start` makes.
/// A file that ends with its first job is done without threads.
///
/// # Errors
/// The first that `done` answers; jobs that were not begun by then are dropped.
pub fn in_order<Job: Send, State, Done: Send, E>(
    threads: usize,
    mut next: impl FnMut() -> Option<Job>,
    start: impl Fn() -> State + Sync,
    work: impl Fn(&mut State, Job) -> Done + Sync,
    mut done: impl FnMut(Done) -> Result<(), E>,
) -> Result<(), E> {
    let Some(first) = next() else { return Ok(()) };
    let Some(second) = next() else { return done(work(&mut start(), first)) };
    let mut jobs = [first, second].into_iter().chain(std::iter::from_fn(next)).fuse();
    if threads < 2 {
        let mut state = start();
        return jobs.try_for_each(|job| done(work(&mut state, job)));
    }
    let (send, receive) = channel::<(usize, Job)>();
    let receive = Mutex::new(receive);
    thread::scope(|scope| {
        let (send_done, receive_done) = channel();
        for _ in 0..threads {
            let send_done = send_done.clone();
            let (start, work, receive) = (&start, &work, &receive);
            scope.spawn(move || {
                let done = Told(send_done);
                toil(receive, &done.0, start(), work);
            });
        }
        // So that nobody waits for one that has ended.
        drop(send_done);
        deal(threads * AHEAD, &mut jobs, send, &receive_done, &mut done)
    })
}

/// What a thread says of a job; nothing where it ended in a panic.
type Said<Done> = Option<(usize, Done)>;

/// A thread that panics would leave its job undone, for which everybody would wait.
struct Told<Done>(Sender<Said<Done>>);

impl<Done> Drop for Told<Done> {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(None);
        }
    }
}

/// What one thread does.
fn toil<Job, State, Done>(
    jobs: &Mutex<Receiver<(usize, Job)>>,
    done: &Sender<Said<Done>>,
    mut state: State,
    work: &impl Fn(&mut State, Job) -> Done,
) {
    loop {
        // Held while it waits: whoever comes next would wait too.
        let job = jobs.lock().ok().and_then(|jobs| jobs.recv().ok());
        let Some((at, job)) = job else { return };
        if done.send(Some((at, work(&mut state, job)))).is_err() {
            return;
        }
    }
}

/// Keeps the threads busy, and hands over what they have done.
fn deal<Job, Done, E>(
    ahead: usize,
    jobs: &mut impl Iterator<Item = Job>,
    send: Sender<(usize, Job)>,
    receive: &Receiver<Said<Done>>,
    done: &mut impl FnMut(Done) -> Result<(), E>,
) -> Result<(), E> {
    // Dropped on the way out, which ends the threads.
    let send = send;
    let (mut sent, mut handed) = (0, 0);
    let mut early = BTreeMap::new();
    loop {
        while sent - handed < ahead {
            let Some(job) = jobs.next() else { break };
            if send.send((sent, job)).is_err() {
                break;
            }
            sent += 1;
        }
        if handed == sent {
            return Ok(());
        }
        // A panic goes on where the scope ends.
        let Ok(Some((at, result))) = receive.recv() else { return Ok(()) };
        early.insert(at, result);
        while let Some(result) = early.remove(&handed) {
            handed += 1;
            done(result)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    proptest! {
        #[test]
        fn results_come_in_the_order_of_their_jobs(count in 0..60_usize, threads in 1..5_usize, end in 0..80_usize) {
            let mut jobs = 0..count;
            let mut handed = Vec::new();
            let (taken, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let result = in_order(
                threads,
                || {
                    taken.fetch_add(1, Ordering::Relaxed);
                    jobs.next()
                },
                || 0,
                |own, job| {
                    *own += 1;
                    // Later ones end earlier.
                    thread::sleep(std::time::Duration::from_micros((job * 7919 % 13) as u64 * 20));
                    finished.fetch_add(1, Ordering::Relaxed);
                    (job, *own)
                },
                |(job, _)| {
                    handed.push(job);
                    // Few wait: what is read is held.
                    assert!(taken.load(Ordering::Relaxed) <= handed.len() + 2 + threads * AHEAD);
                    if job == end { Err(job) } else { Ok(()) }
                },
            );
            let whole = (0..count.min(end + 1)).collect::<Vec<_>>();
            prop_assert_eq!(handed, whole);
            prop_assert_eq!(result, if end < count { Err(end) } else { Ok(()) });
        }
    }

    #[test]
    fn a_thread_that_panics_is_heard_of() {
        let mut jobs = 0..20;
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            in_order(2, || jobs.next(), || (), |(), job| assert_ne!(job, 7), |()| Ok::<_, ()>(()))
        }));
        assert!(ended.is_err());
    }
}
