/// Sieve (RFC 5228) and its extensions: a script is compiled once and run over a message; what
/// comes out is a list of actions, and nothing is done here.
///
/// [SieveScript#compile] reads a script: `Lexer` makes tokens, `Parser` a tree of commands without
/// any knowledge of them, `Compiler` checks each command against its `Signature` and makes an `Act`
/// or a `Question` of it. [SieveScript#run] walks these over a [SieveMessage]; what the script may
/// ask of the world stands in [SieveEnvironment]. The result is a [SieveOutcome].
///
/// Invariants: a script that runs always ends, for its steps are counted and nothing in it recurs
/// without bound; wildcards are matched without back-tracking over more than one star; each limit
/// is a component of [SieveLimits]; a fault at run time leaves the implicit keep as the only action
/// (RFC 5228 §2.10.6). No class here keeps state between runs, so scripts may be shared by threads.
///
/// Deliberately absent: regular expressions, and all that changes the MIME structure of a message.
@NullMarked
package dev.jebi.sieve;

import org.jspecify.annotations.NullMarked;
