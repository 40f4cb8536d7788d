package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;

import org.junit.jupiter.api.Test;

/// What [Directory] promises.
abstract class DirectoryContract {
    private static final Domain OTHER = new Domain("other.test");

    abstract MailStore store();

    abstract MailStore reopened() throws Exception;

    private Directory directory() {
        return store().directory();
    }

    @Test
    void domainsComeAndGo() throws Exception {
        assertThat(directory().addDomain(OTHER)).isTrue();
        assertThat(directory().addDomain(OTHER)).isFalse();
        assertThat(reopened().directory().local(OTHER)).isTrue();
        assertThat(directory().domains()).containsExactly(OTHER);
        assertThat(directory().removeDomain(OTHER)).isTrue();
        assertThat(directory().removeDomain(OTHER)).isFalse();
        assertThat(reopened().directory().domains()).isEmpty();
    }

    @Test
    void aDomainWithAccountsStays() throws Exception {
        Stores.account(store(), "bob");
        assertThatThrownBy(() -> directory().removeDomain(Stores.DOMAIN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> directory().addAccount(new Address("x", OTHER), "secret", 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void loginsAndAddressesHaveNoCase() throws Exception {
        var bob = Stores.account(store(), "Bob");
        assertThat(directory().account("bOB@A.test")).contains(bob);
        assertThat(directory().account("BOB")).contains(bob);
        assertThat(directory().recipient(new Address("BOB", Stores.DOMAIN))).contains(bob);
        assertThat(directory().canonical("bob@A.TEST")).contains("Bob@a.test");
        assertThat(directory().addAccount(new Address("BOB", Stores.DOMAIN), "x", 0, 0)).isEmpty();
    }

    @Test
    void aLocalPartAloneMustMeanOne() throws Exception {
        Stores.account(store(), "bob");
        assertThat(directory().account("bob")).isPresent();
        directory().addDomain(OTHER);
        directory().addAccount(new Address("bob", OTHER), "secret", 0, 0);
        assertThat(directory().account("bob")).isEmpty();
        assertThat(directory().account("bob@other.test")).isPresent();
    }

    @Test
    void passwordsAreCheckedAndChanged() throws Exception {
        var bob = Stores.account(store(), "bob");
        assertThat(directory().verify("bob@a.test", "secret")).isTrue();
        assertThat(directory().verify("bob@a.test", "Secret")).isFalse();
        assertThat(directory().verify("ann@a.test", "secret")).isFalse();
        var keys = directory().scram("bob@a.test");
        assertThat(directory().password(bob.address(), "other")).isTrue();
        assertThat(reopened().directory().verify("bob@a.test", "other")).isTrue();
        assertThat(directory().verify("bob@a.test", "secret")).isFalse();
        assertThat(directory().scram("bob@a.test").storedKey()).isNotEqualTo(keys.storedKey());
        assertThat(directory().scram("ann@a.test").salt())
                .isEqualTo(reopened().directory().scram("ann@a.test").salt());
        assertThat(directory().canonical("ann@a.test")).isEmpty();
        assertThat(directory().password(new Address("ann", Stores.DOMAIN), "x")).isFalse();
    }

    @Test
    void postmasterIsAlwaysSomebody() throws Exception {
        var postmaster = new Address("PostMaster", Stores.DOMAIN);
        directory().addDomain(OTHER);
        assertThat(directory().recipient(new Address("postmaster", OTHER))).isEmpty();
        var bob = Stores.account(store(), "bob");
        Stores.account(store(), "ann");
        assertThat(directory().recipient(postmaster)).contains(bob);
        assertThat(directory().recipient(new Address("postmaster", OTHER))).contains(bob);
        var own = Stores.account(store(), "postmaster");
        assertThat(directory().recipient(postmaster)).contains(own);
        assertThat(directory().recipient(new Address("nobody", Stores.DOMAIN))).isEmpty();
        assertThat(directory().recipient(new Address("postmaster", new Domain("x.test"))))
                .isEmpty();
    }

    @Test
    void aRemovedAccountIsGoneWithItsMail() throws Exception {
        var bob = Stores.account(store(), "bob");
        Stores.deliver(store(), "x", bob);
        try (var inbox = Stores.inbox(store(), bob)) {
            assertThat(directory().removeAccount(bob.address())).isTrue();
            assertThat(inbox.gone()).isTrue();
        }
        assertThat(directory().removeAccount(bob.address())).isFalse();
        assertThat(store().mailboxes(bob.id())).isEmpty();
        assertThat(store().accept(Stores.incoming("y", bob)))
                .isInstanceOf(Acceptance.OverQuota.class);
        var again = Stores.account(store(), "bob");
        assertThat(again.id()).isNotEqualTo(bob.id());
        var inbox = reopened().mailbox(again.id(), MailboxName.INBOX).orElseThrow();
        assertThat(inbox.exists()).isZero();
        assertThat(directory().accounts()).containsExactly(again);
    }

    @Test
    void aQuotaIsChanged() throws Exception {
        var bob = Stores.account(store(), "bob", 100, 1);
        assertThat(directory().quota(bob.address(), 5_000, 0)).isTrue();
        assertThat(reopened().quota(bob.id())).isEqualTo(new Quota(5_000, 0, 0, 0));
        assertThat(directory().verify("bob", "secret")).isTrue();
    }
}
