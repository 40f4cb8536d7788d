package dev.jebi.useragent;

import dev.jebi.useragent.Examination.Check;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail doctor`: tries everything that an account needs, and says what is wrong.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at all that an account needs (files, DNS, clock, TLS, sign-in, quota), and"
                        + " says what is wrong and what to do.")
final class DoctorCommand extends Verb {
    @Override
    void run(Output output) throws IOException {
        List<Check> checks =
                new Examination(account(), store(), surroundings(), InstantSource.system())
                        .all(accounts());
        show(output, checks);
        checks.stream()
                .flatMap(c -> c.failure().stream())
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    private static void show(Output output, List<Check> checks) {
        var values = new ArrayList<Value>();
        for (Check check : checks) {
            values.add(
                    new Value.Fields()
                            .put("check", check.what())
                            .put("ok", check.failure().isEmpty())
                            .put("code", check.failure().map(f -> f.kind().word()).orElse(""))
                            .put("detail", check.detail()));
        }
        output.show(
                new Value.Rows(values),
                out ->
                        checks.forEach(c ->
                                out.line(
                                        (c.failure().isEmpty() ? "ok   " : "FAIL ")
                                                + SafeText.line(c.what() + "  " + c.detail()))));
    }
}
