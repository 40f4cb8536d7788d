package dev.jebi.sieve;

import java.util.List;
import java.util.Optional;

/// A command or a test as the grammar sees it (RFC 5228 §8.2), before anybody knows what it means.
///
/// @param name in lower case
/// @param testList whether its tests stand in parentheses
/// @param block of a command that has one
record Syntax(
        String name,
        Position at,
        List<Argument> arguments,
        List<Syntax> tests,
        boolean testList,
        Optional<List<Syntax>> block) {}
