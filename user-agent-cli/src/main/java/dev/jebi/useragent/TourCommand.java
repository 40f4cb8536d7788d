package dev.jebi.useragent;

import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.tour.Grounds;
import dev.jebi.useragent.tour.Step;
import dev.jebi.useragent.tour.Telling;
import dev.jebi.useragent.tour.Tour;
import dev.jebi.useragent.tour.Words;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `jebi mail tour`: the way of one message, live, with a sentence for each line.
@Command(
        name = "tour",
        mixinStandardHelpOptions = true,
        description =
                "The way of one message, live: handed in, passed on, and read by POP3 and by IMAP,"
                        + " as real dialogues with two servers that are there for the tour only.")
final class TourCommand implements Callable<Integer> {
    @SuppressWarnings("NullAway") // picocli sets it before the command runs
    @ParentCommand
    private Verbs main = null;

    @Mixin private FormOptions form = new FormOptions();

    @Option(
            names = "--lang",
            paramLabel = "en|ko",
            defaultValue = "",
            description = "the language of the guide; default: that of the environment")
    private String language = "";

    @Option(
            names = "--no-pause",
            description = "does not wait for Enter; without a terminal it never does")
    private boolean noPause;

    @Override
    public Integer call() {
        main.output().form(form.form());
        return main.guarded(() -> {
            if (form.schema()) {
                main.output().line(Schemas.of("tour"));
            } else {
                run(main.output());
            }
        });
    }

    private void run(Output output) throws IOException {
        Surroundings surroundings = main.surroundings();
        Words words = Words.in(language(surroundings));
        List<String> jebi = jebi(surroundings);
        if (output.people()) {
            output.note(words.of("note.starting"));
        }
        try (Grounds grounds = Grounds.open(jebi)) {
            if (output.people()) {
                boolean pauses = surroundings.terminal() && !noPause;
                var guide = new Guide(output, words, surroundings.coloured(), pauses);
                try {
                    new Tour(grounds, words, guide).walk();
                } catch (Guide.Left _) {
                    output.note(words.of("note.left"));
                }
            } else {
                var steps = new Steps(output);
                new Tour(grounds, words, steps).walk();
                steps.end();
            }
        }
        if (output.people()) {
            output.note(words.of("note.removed"));
        }
    }

    private String language(Surroundings surroundings) {
        if (language.isEmpty()) { // POSIX: the first that is set decides
            return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                    .flatMap(name -> surroundings.variable(name).stream())
                    .limit(1)
                    .flatMap(locale -> Words.LANGUAGES.stream().filter(locale::startsWith))
                    .findFirst()
                    .orElse(Words.LANGUAGES.getFirst());
        }
        String wanted = language.toLowerCase(Locale.ROOT);
        if (!Words.LANGUAGES.contains(wanted)) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "the guide does not speak '"
                            + language
                            + "'; write --lang "
                            + String.join(" or ", Words.LANGUAGES));
        }
        return wanted;
    }

    /// What `jebi` is here: the launcher says it, else it is on the path. The servers of the tour
    /// are processes of it, so that the user agent stands alone.
    private static List<String> jebi(Surroundings surroundings) {
        return surroundings
                .variable("JEBI_COMMAND")
                .or(() -> onPath(surroundings.variable("PATH").orElse("")))
                .map(List::of)
                .orElseThrow(() ->
                        new Failure(
                                Failure.Kind.NOT_FOUND,
                                "there is no jebi to start the servers of the tour with; run"
                                        + " 'jebi mail tour', or name it by JEBI_COMMAND"));
    }

    private static Optional<String> onPath(String path) {
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "jebi"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /// The steps as data: at once where each has a line of its own.
    private static final class Steps implements Telling {
        private final Output output;
        private final List<Value> all = new ArrayList<>();

        Steps(Output output) {
            this.output = output;
        }

        @Override
        public void tell(Step step) {
            var value =
                    new Value.Fields()
                            .put("scene", step.scene())
                            .put("protocol", step.protocol())
                            .put(
                                    "from",
                                    step.side()
                                            .map(side -> side.name().toLowerCase(Locale.ROOT))
                                            .orElse("guide"))
                            .put("line", step.line())
                            .put("meaning", step.meaning());
            if (output.form() == Output.Form.JSON) {
                all.add(value);
            } else {
                output.element(value);
            }
        }

        @Override
        public void pause() {
            // data waits for nobody
        }

        void end() {
            if (output.form() == Output.Form.JSON) {
                output.show(new Value.Rows(all), _ -> {});
            }
        }
    }
}
