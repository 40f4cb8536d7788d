/// What mail asks of the DNS, behind one small interface; dnsjava stays in here.
@NullMarked
package dev.jebi.dns;

import org.jspecify.annotations.NullMarked;
