/// Where the trace is kept: blocks of events, closed and compressed by whoever writes them, that
/// are found again by the hashes of what they are about. In the embedded store they are in files of
/// their own, for they are no part of the promise that the store gives: a crash may cost the last
/// second of them, a full disk the newest, and the oldest go when they are too old or too many.
/// What is in a block is nobody's business here.
@NullMarked
package dev.jebi.mailstore.trace;

import org.jspecify.annotations.NullMarked;
