package dev.jebi.daemon;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The floors, and where each library may appear.
class ArchitectureTest {
    private static final List<String> MODULES =
            List.of(
                    "protocol",
                    "mailstore",
                    "transfer",
                    "smtp-server",
                    "pop3-server",
                    "imap-server",
                    "daemon",
                    "user-agent-cli");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        Path root = Path.of(System.getProperty("jebi.root", ".."));
        var folders = MODULES.stream().map(m -> root.resolve(m).resolve("target/classes")).toList();
        org.junit.jupiter.api.Assumptions.assumeTrue(
                folders.stream().allMatch(Files::isDirectory), "all modules are built by Maven");
        classes = new ClassFileImporter().importPaths(folders);
    }

    @Test
    @SuppressWarnings("checkstyle:MethodLength") // one rule a module
    void aModuleUsesLowerFloorsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("protocol")
                .definedBy(
                        "dev.jebi.content..",
                        "dev.jebi.wire..",
                        "dev.jebi.address..",
                        "dev.jebi.smtp..",
                        "dev.jebi.mime..",
                        "dev.jebi.sasl..",
                        "dev.jebi.dns..",
                        "dev.jebi.sieve..",
                        "dev.jebi.spf..",
                        "dev.jebi.dkim..",
                        "dev.jebi.arc..",
                        "dev.jebi.dmarc..",
                        "dev.jebi.authres..",
                        "dev.jebi.oauth..",
                        "dev.jebi.trust..",
                        "dev.jebi.mtasts..",
                        "dev.jebi.reporting..",
                        "dev.jebi.https..")
                .layer("mailstore")
                .definedBy("dev.jebi.mailstore..")
                .layer("transfer")
                .definedBy("dev.jebi.transfer..")
                .layer("smtp")
                .definedBy("dev.jebi.smtpserver..")
                .layer("pop3")
                .definedBy("dev.jebi.pop3server..")
                .layer("imap")
                .definedBy("dev.jebi.imapserver..")
                .layer("daemon")
                .definedBy("dev.jebi.daemon..")
                .layer("useragent")
                .definedBy("dev.jebi.useragent..")
                .whereLayer("daemon")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("useragent")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("smtp")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("pop3")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("imap")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("transfer")
                .mayOnlyBeAccessedByLayers("smtp", "daemon")
                .whereLayer("mailstore")
                .mayOnlyBeAccessedByLayers("transfer", "smtp", "pop3", "imap", "daemon")
                .whereLayer("protocol")
                .mayNotAccessAnyLayer()
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.jebi.useragent..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.jebi..")
                                .and(not(resideInAPackage("dev.jebi.useragent.."))))
                .check(classes);
    }

    @Test
    void noCyclesBetweenPackages() {
        slices().matching("dev.jebi.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void aLibraryKeepsToItsPlace() {
        only("dev.jebi.wire..", "io.netty..");
        only("dev.jebi.dns..", "org.xbill..");
        only(
                "dev.jebi.mailstore..",
                "java.sql..",
                "javax.sql..",
                "org.h2..",
                "org.flywaydb..",
                "org.postgresql..",
                "com.zaxxer..");
        only("dev.jebi.mailstore.search..", "org.apache.lucene..");
        only("dev.jebi.mailstore.s3..", "software.amazon.awssdk..");
        only("dev.jebi.useragent..", "jakarta.mail..", "org.eclipse.angus..");
        only("dev.jebi.daemon..", "org.tomlj..", "ch.qos.logback..");
    }

    private static void only(String place, String... libraries) {
        noClasses()
                .that(resideInAPackage("dev.jebi..").and(not(resideInAPackage(place))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries))
                .check(classes);
    }

    @Test
    void imapCommandsAndResponsesDoNotKnowTheStoresInterfaces() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                "dev.jebi.imapserver.command..", "dev.jebi.imapserver.response.."))
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "dev\\.jebi\\.mailstore\\.(MailStore|Mailbox|Directory|MailQueue)")
                .check(classes);
    }

    @Test
    void namesSaySomething() {
        var banned =
                "(.*(Manager|Impl|Util|Utils|Helper|Processor|Provider|Factory|Wrapper|Context))"
                        + "|((Abstract|Base(?!Subject|64)|Default).*)|(.+(Data|Object|Base))";
        noClasses()
                .that()
                .resideInAPackage("dev.jebi..")
                .should(haveNameMatching(banned))
                .check(classes);
    }

    private static ArchCondition<com.tngtech.archunit.core.domain.JavaClass> haveNameMatching(
            String pattern) {
        return new ArchCondition<>("have a name like " + pattern) {
            @Override
            public void check(
                    com.tngtech.archunit.core.domain.JavaClass item, ConditionEvents events) {
                boolean matches = item.getSimpleName().matches(pattern);
                events.add(new SimpleConditionEvent(item, matches, item.getName()));
            }
        };
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> without = new TreeSet<>();
        for (var item : classes) {
            without.add(item.getPackageName());
        }
        for (var item : classes) {
            if (item.getSimpleName().equals("package-info")
                    && item.isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                without.remove(item.getPackageName());
            }
        }
        org.assertj.core.api.Assertions.assertThat(without).isEmpty();
    }

    @Test
    void noPrintingNoSleepingNoHiddenClock() {
        noClasses()
                .that()
                .resideInAPackage("dev.jebi..")
                .and()
                .resideOutsideOfPackage("dev.jebi.useragent..")
                .and()
                .doNotHaveSimpleName("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(classes);
    }

    @Test
    void servicesAreMadeInOnePlace() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Face")
                .should()
                .onlyBeAccessed()
                .byAnyPackage(
                        "dev.jebi.daemon..",
                        "dev.jebi.smtpserver..",
                        "dev.jebi.pop3server..",
                        "dev.jebi.imapserver..")
                .check(classes);
        assertThatFilesAreShort();
    }

    private static void assertThatFilesAreShort() {
        Path root = Path.of(System.getProperty("jebi.root", ".."));
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
                files.filter(f -> f.toString().endsWith(".java"))
                        .forEach(f -> {
                            try (Stream<String> lines = Files.lines(f)) {
                                org.assertj.core.api.Assertions.assertThat(lines.count())
                                        .as("lines of %s", f)
                                        .isLessThanOrEqualTo(500);
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
