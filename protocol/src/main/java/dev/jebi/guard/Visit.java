package dev.jebi.guard;

import java.util.Optional;

/// One connection of a client, as the guard sees it. Safe for use by several threads.
public interface Visit {
    /// A client that is not watched.
    Visit FREE =
            new Visit() {
                @Override
                public Optional<Denial> denied() {
                    return Optional.empty();
                }

                @Override
                public Optional<Denial> spend(Costly what) {
                    return Optional.empty();
                }

                @Override
                public Optional<Denial> mayTry(String login) {
                    return Optional.empty();
                }

                @Override
                public void wrong(String login, String mechanism, String attempt) {
                    // it may try again
                }

                @Override
                public void signedIn(String login) {
                    // it was free before
                }

                @Override
                public long line() {
                    return 0;
                }
            };

    /// Why the client is not let in, if it is not.
    Optional<Denial> denied();

    /// Counts something.
    ///
    /// @return why it was once too often, if it was
    Optional<Denial> spend(Costly what);

    /// Whether a password for this login may be tried; asked before it is looked at, which costs.
    Optional<Denial> mayTry(String login);

    /// The password was wrong.
    ///
    /// @param login as the client gave it; may be empty
    /// @param mechanism by which it was given: the same by another mechanism is not counted again
    /// @param attempt stands for all that the client said: the very same once more is not counted
    void wrong(String login, String mechanism, String attempt);

    /// The client has signed in: it is known, and nothing is counted any more.
    void signedIn(String login);

    /// Counts a line.
    ///
    /// @return for how many nanoseconds the next must wait
    long line();
}
