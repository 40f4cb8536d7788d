/// Bearer tokens (RFC 6750) in place of passwords: JSON Web Tokens (RFC 7519) checked by the keys
/// of their issuer, and any token by asking the issuer (RFC 7662). Tokens are never kept, never
/// logged; what cannot be verified is refused. Deliberately absent: symmetric keys, encrypted
/// tokens, and every algorithm that RFC 8725 warns of.
@NullMarked
package dev.jebi.oauth;

import org.jspecify.annotations.NullMarked;
