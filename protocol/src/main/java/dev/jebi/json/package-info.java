/// JSON (RFC 8259), read strictly, and written.
@NullMarked
package dev.jebi.json;

import org.jspecify.annotations.NullMarked;
