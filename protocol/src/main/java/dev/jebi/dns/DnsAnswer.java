package dev.jebi.dns;

import java.util.List;

/// What the DNS says to a question for records of one type.
///
/// @param <T> what a record tells
public sealed interface DnsAnswer<T> {
    /// These; one at least.
    record Records<T>(List<T> all) implements DnsAnswer<T> {
        /// Copies them.
        public Records {
            all = List.copyOf(all);
        }
    }

    /// The name is there, records of that type are not.
    record None<T>() implements DnsAnswer<T> {}

    /// There is no such name.
    record NoSuchName<T>() implements DnsAnswer<T> {}

    /// The DNS did not answer, or with what nobody can read; try again later.
    record Failed<T>(String why) implements DnsAnswer<T> {}

    /// The records, none where there are none; nothing is told of a failure.
    default List<T> records() {
        return switch (this) {
            case Records(var all) -> all;
            case None<T> _, NoSuchName<T> _, Failed<T> _ -> List.of();
        };
    }
}
