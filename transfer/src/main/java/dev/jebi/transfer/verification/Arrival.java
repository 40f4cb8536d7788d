package dev.jebi.transfer.verification;

import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;

import java.net.InetAddress;

/// A message from a stranger.
///
/// @param id that it has here
/// @param client where it comes from
/// @param helo what the client called itself
/// @param from where bounces would go
/// @param content as it came
public record Arrival(
        String id, InetAddress client, String helo, ReversePath from, Content content) {}
