/// What a command tells scripts: plain values, written as JSON without any library, because a list
/// of mail shall start as quickly as Java does.
@NullMarked
package dev.jebi.useragent.json;

import org.jspecify.annotations.NullMarked;
