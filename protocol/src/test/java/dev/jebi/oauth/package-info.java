/// Tests of tokens.
@NullMarked
package dev.jebi.oauth;

import org.jspecify.annotations.NullMarked;
