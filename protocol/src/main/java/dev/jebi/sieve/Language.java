package dev.jebi.sieve;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The language for mail: RFC 5228 and the extensions that [SieveExtensions#ALL] names.
final class Language implements Dialect {
    static final Language MAIL = new Language();

    private Language() {}

    @Override
    public Optional<Signature> command(String name) {
        return Optional.ofNullable(Signatures.commands().get(name));
    }

    @Override
    public Optional<Signature> test(String name) {
        return Optional.ofNullable(Signatures.tests().get(name));
    }

    @Override
    public Act act(Call call, Scope scope, List<Act> block) {
        return switch (call.name()) {
            case "stop" -> run -> Flow.STOP;
            case "discard" -> MailActs.discard();
            case "keep" -> MailActs.keep(call, scope);
            case "fileinto" -> MailActs.fileInto(call, scope);
            case "redirect" -> MailActs.redirect(call, scope);
            case "reject", "ereject" -> MailActs.reject(call, scope);
            case "vacation" -> MessageActs.vacation(call, scope);
            case "notify" -> MessageActs.notify(call, scope);
            case "set" -> VariableActs.set(call, scope);
            case "global" -> VariableActs.global(call, scope);
            case "setflag", "addflag", "removeflag" -> Flags.act(call, scope);
            case "addheader" -> HeaderActs.add(call, scope);
            case "deleteheader" -> HeaderActs.delete(call, scope);
            case "include" -> ControlActs.include(call, scope);
            case "return" -> run -> Flow.RETURN;
            case "error" -> ControlActs.error(call, scope);
            case "foreverypart" -> PartActs.forEveryPart(call, scope, block);
            case "break" -> PartActs.leave(call, scope);
            case "extracttext" -> PartActs.extractText(call, scope);
            case String name -> throw new IllegalStateException(name);
        };
    }

    @Override
    public Question question(Call call, Scope scope, List<Question> tests) {
        return switch (call.name()) {
            case "true" -> run -> true;
            case "false" -> run -> false;
            case "not" -> run -> !tests.getFirst().holds(run);
            case "allof" -> run -> all(tests, run);
            case "anyof" -> run -> any(tests, run);
            case "address" -> HeaderTests.address(call, scope);
            case "envelope" -> HeaderTests.envelope(call, scope);
            case "header" -> HeaderTests.header(call, scope);
            case "exists" -> HeaderTests.exists(call, scope);
            case "size" -> HeaderTests.size(call, scope);
            case "string" -> VariableActs.string(call, scope);
            case "hasflag" -> Flags.test(call, scope);
            case "body" -> BodyTests.body(call, scope);
            case "date" -> DateTests.date(call, scope);
            case "currentdate" -> DateTests.currentDate(call, scope);
            case String _ -> aboutTheWorld(call, scope);
        };
    }

    private static Question aboutTheWorld(Call call, Scope scope) {
        return switch (call.name()) {
            case "spamtest" -> WorldTests.spam(call, scope);
            case "virustest" -> WorldTests.virus(call, scope);
            case "environment" -> WorldTests.environment(call, scope);
            case "ihave" -> ControlActs.ihave(call, scope);
            case "duplicate" -> WorldTests.duplicate(call, scope);
            case "valid_notify_method" -> WorldTests.validNotifyMethod(call, scope);
            case "notify_method_capability" -> WorldTests.notifyMethodCapability(call, scope);
            case "valid_ext_list" -> WorldTests.validList(call, scope);
            case "mailboxexists" -> MailboxTests.exists(call, scope);
            case "mailboxidexists" -> MailboxTests.idExists(call, scope);
            case "metadata", "servermetadata" -> MailboxTests.metadata(call, scope);
            case "metadataexists", "servermetadataexists" ->
                    MailboxTests.metadataExists(call, scope);
            case "specialuse_exists" -> MailboxTests.specialUse(call, scope);
            case String name -> throw new IllegalStateException(name);
        };
    }

    private static boolean all(List<Question> tests, Evaluation run)
            throws SieveFault, IOException {
        for (Question test : tests) {
            if (!test.holds(run)) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(List<Question> tests, Evaluation run)
            throws SieveFault, IOException {
        for (Question test : tests) {
            if (test.holds(run)) {
                return true;
            }
        }
        return false;
    }
}
