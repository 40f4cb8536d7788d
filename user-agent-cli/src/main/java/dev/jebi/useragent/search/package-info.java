/// The words of a search: one grammar, read once, answered by a server or by the local store.
@NullMarked
package dev.jebi.useragent.search;

import org.jspecify.annotations.NullMarked;
