/// JSON (RFC 8259), read strictly.
@NullMarked
package dev.jebi.json;

import org.jspecify.annotations.NullMarked;
