/// An account's mail wherever it is: conversations with servers, and the local store kept in step
/// with them.
@NullMarked
package dev.jebi.useragent.online;

import org.jspecify.annotations.NullMarked;
