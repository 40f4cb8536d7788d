/// Text of strangers on its way to a person: nothing that drives the terminal, charsets as mail
/// really uses them.
@NullMarked
package dev.jebi.useragent.text;

import org.jspecify.annotations.NullMarked;
