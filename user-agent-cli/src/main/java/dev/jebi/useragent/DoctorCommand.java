package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.online.Checkup;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `jebi mail doctor`: tries everything that an account needs, and says what is wrong.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tries the servers of an account, and says what is wrong with which.")
final class DoctorCommand extends Verb {
    /// One thing that was tried.
    private record Check(String what, String detail, Optional<Failure> failure) {}

    @Override
    void run(Output output) throws IOException {
        Account account = account();
        var checks = new ArrayList<Check>();
        checks.add(new Check("account", account.user(), Optional.empty()));
        for (Service service : Service.values()) {
            boolean needed =
                    switch (service) {
                        case IMAP -> !account.pop();
                        case POP3 -> account.pop();
                        case SMTP -> true;
                    };
            if (needed || account.named(service).isPresent()) {
                checks.add(check(account, service));
            }
        }
        show(output, checks);
        checks.stream()
                .flatMap(c -> c.failure().stream())
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    private static Check check(Account account, Service service) {
        try {
            Endpoint endpoint = account.endpoint(service);
            String heard = new Checkup(account).of(service);
            return new Check(service.word(), endpoint + " " + heard, Optional.empty());
        } catch (Failure failure) {
            return new Check(service.word(), failure.sentence(), Optional.of(failure));
        }
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
