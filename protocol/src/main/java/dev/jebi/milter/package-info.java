/// The protocol of milters, from the mail system's side: version 6, as Sendmail and Postfix speak
/// it.
@NullMarked
package dev.jebi.milter;

import org.jspecify.annotations.NullMarked;
