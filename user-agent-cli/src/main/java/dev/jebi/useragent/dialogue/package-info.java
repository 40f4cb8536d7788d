/// Dialogues with servers line by line: by hand, or as a script.
@NullMarked
package dev.jebi.useragent.dialogue;

import org.jspecify.annotations.NullMarked;
