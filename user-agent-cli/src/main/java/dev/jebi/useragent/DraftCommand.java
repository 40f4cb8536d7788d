package dev.jebi.useragent;

import dev.jebi.useragent.compose.LetterText;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Drafts;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/// `jebi mail draft`: what is being written.
@Command(
        name = "draft",
        mixinStandardHelpOptions = true,
        description = "Drafts: list, show, edit, send or rm; send --draft makes one.")
final class DraftCommand extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "list|show|edit|send|rm")
    private String action = "list";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID")
    private String name = "";

    @Override
    void run(Output output) throws IOException {
        Drafts drafts = store().drafts();
        switch (action) {
            case "list" -> list(output, drafts);
            case "show", "edit", "send", "rm" -> one(output, drafts);
            default ->
                    throw new Failure(
                            Failure.Kind.USAGE,
                            "'" + SafeText.line(action) + "' is not list, show, edit, send or rm");
        }
    }

    private void one(Output output, Drafts drafts) throws IOException {
        if (!drafts.has(name)) {
            throw new Failure(
                    name.isEmpty() ? Failure.Kind.USAGE : Failure.Kind.NOT_FOUND,
                    "there is no draft " + SafeText.line(name) + "; jebi mail draft shows all");
        }
        var desk = new Desk(surroundings(), account(), store(), output);
        switch (action) {
            case "show" -> {
                String text = drafts.read(name);
                output.show(desk.value(name), out -> out.line(SafeText.lines(text)));
            }
            case "edit" -> {
                desk.edited(name);
                output.show(desk.value(name), out -> out.line(name));
            }
            case "send" ->
                    desk.send(
                            LetterText.parse(drafts.read(name)),
                            new Dispatch.Wishes(
                                    true, true, 0, Optional.of(name), Optional.empty()));
            default -> {
                drafts.remove(name);
                output.show(new Value.Fields().put("removed", name), _ -> {});
            }
        }
    }

    private void list(Output output, Drafts drafts) throws IOException {
        var desk = new Desk(surroundings(), account(), store(), output);
        var values = new ArrayList<Value>();
        var lines = new ArrayList<String>();
        for (String one : drafts.names()) {
            Value.Fields value = desk.value(one);
            values.add(value);
            lines.add(SafeText.line(value.plain().replace('\t', ' ')));
        }
        output.show(new Value.Rows(values), out -> lines.forEach(out::line));
    }
}
