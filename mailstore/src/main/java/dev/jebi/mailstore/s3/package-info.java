/// Octets in S3-compatible storage: one bucket as the store uses it. Objects are written once under
/// names that never come again and are never changed, so that nothing has to be locked, and a copy
/// on a node's disk is right for ever.
///
/// The SDK is loaded with the first [dev.jebi.mailstore.s3.Bucket] that is used, and by nobody
/// else.
@NullMarked
package dev.jebi.mailstore.s3;

import org.jspecify.annotations.NullMarked;
