/// Finding text in messages: how text is compared, which texts a message has, and an index of their
/// n-grams that narrows a search down to the messages that can match. The index is made behind the
/// store from what the store keeps, can be thrown away at any time, and decides nothing: whoever
/// asks it confirms on the octets.
@NullMarked
package dev.jebi.mailstore.search;

import org.jspecify.annotations.NullMarked;
