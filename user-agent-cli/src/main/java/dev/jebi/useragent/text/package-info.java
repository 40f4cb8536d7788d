/// Text of strangers on its way to a person: nothing that drives the terminal, columns as terminals
/// count them, charsets and header fields as mail really uses them.
@NullMarked
package dev.jebi.useragent.text;

import org.jspecify.annotations.NullMarked;
