package dev.jebi.daemon;

import dev.jebi.guard.Ban;
import dev.jebi.guard.Bans;
import dev.jebi.guard.Block;
import dev.jebi.json.JsonLine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an administrator does with bans. Safe for use by several threads.
record BanWork(Bans bans) {
    Outcome run(AdminRequest.Bans request) throws IOException {
        return switch (request.act()) {
            case "list" -> {
                boolean json = Boolean.parseBoolean(request.reason());
                yield Outcome.done(
                        bans.list().stream().map(ban -> json ? json(ban) : line(ban)).toList());
            }
            case "add" -> add(request);
            case "remove" -> remove(Block.parse(request.target()));
            default -> throw new IllegalArgumentException("nothing is done by " + request.act());
        };
    }

    private Outcome add(AdminRequest.Bans request) throws IOException {
        Optional<Duration> span =
                request.span().equals("ever")
                        ? Optional.empty()
                        : Optional.of(Quantity.time(request.span()));
        String reason = request.reason().replaceAll("\\p{Cntrl}", " ").strip();
        var ban = bans.add(Block.parse(request.target()), reason, true, span);
        return Outcome.done("banned " + line(ban));
    }

    private Outcome remove(Block target) throws IOException {
        return bans.remove(target)
                ? Outcome.done(target + " is let in again")
                : Outcome.failed(
                        ExitCode.BAD_DATA,
                        "there is no ban of " + target + "; 'jebi ban list' shows all");
    }

    private static String line(Ban ban) {
        return String.join(
                "\t",
                List.of(
                        ban.target().toString(),
                        "until=" + until(ban).orElse("ever"),
                        "since=" + ban.since(),
                        "by=" + by(ban),
                        ban.reason()));
    }

    private static String json(Ban ban) {
        var line = new JsonLine().text("target", ban.target().toString());
        until(ban).ifPresentOrElse(until -> line.text("until", until), () -> line.nothing("until"));
        return line.text("since", ban.since().toString())
                .text("by", by(ban))
                .text("reason", ban.reason())
                .toString();
    }

    private static Optional<String> until(Ban ban) {
        return ban.until().map(Instant::toString);
    }

    private static String by(Ban ban) {
        return ban.operator() ? "operator" : "guard";
    }
}
