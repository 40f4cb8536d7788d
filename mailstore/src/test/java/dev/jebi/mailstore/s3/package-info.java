/// Tests of octets in S3-compatible storage, against a server that is a process of its own.
@NullMarked
package dev.jebi.mailstore.s3;

import org.jspecify.annotations.NullMarked;
