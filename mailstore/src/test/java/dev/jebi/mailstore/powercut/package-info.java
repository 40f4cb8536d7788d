/// Power cuts, simulated. A file system in heap ([PowerDisk]) that the whole store runs on records
/// every write, truncation, sync and change of a name in one order; [Cut] makes of such a trace
/// what a disk may hold when the power went at any point of it: all that was synced, and of the
/// rest any part in any order. The store is opened on that, and everything that had been
/// acknowledged, or only shown, is looked up.
@NullMarked
package dev.jebi.mailstore.powercut;

import org.jspecify.annotations.NullMarked;
