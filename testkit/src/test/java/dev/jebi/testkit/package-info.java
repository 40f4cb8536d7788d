/// The test kit tried against the wire, and the wire by the test kit.
@NullMarked
package dev.jebi.testkit;

import org.jspecify.annotations.NullMarked;
