/// What becomes of the store, as values: the changes that a journal record holds, and how they are
/// written as octets. Plain numbers and texts only, so that the index, the journal and the store
/// can share them; every change says how things are afterwards, not by how much they differ, so
/// that taking it twice is harmless.
@NullMarked
package dev.jebi.mailstore.change;

import org.jspecify.annotations.NullMarked;
