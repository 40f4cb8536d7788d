// A full cycle of imapflow against a server, compressed: sync, flag, search, move, copy, delete, idle,
// quota. It sends nothing: imapflow speaks IMAP only.
// Arguments: the directory with the modules, port of IMAPS, login, password.
const [modules, port, user, pass] = process.argv.slice(2);
const { ImapFlow } = require(modules + '/imapflow');

const fail = (what) => { throw new Error(what); };
const check = (is, wanted, what) => {
    if (JSON.stringify(is) !== JSON.stringify(wanted)) {
        fail(what + ': ' + JSON.stringify(is) + ' and not ' + JSON.stringify(wanted));
    }
};
const message = (subject, body) =>
    'From: Ann <ann@a.test>\r\nTo: Kim <kim@a.test>\r\nSubject: ' + subject + '\r\n'
    + 'Message-ID: <' + subject + '@a.test>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0900\r\n\r\n'
    + body + '\r\n';
const connection = () => new ImapFlow({
    host: '127.0.0.1', port: Number(port), secure: true, auth: { user, pass },
    tls: { rejectUnauthorized: false }, logger: process.env.WIRE ? console : false,
    clientInfo: { name: 'cycle' }, qresync: true,
});

async function main() {
    const client = connection();
    await client.connect();
    check(client.authenticated !== false, true, 'signed in');
    check(!!client._deflate, true, 'compressed');
    const names = (await client.list()).map((one) => one.path);
    check(['INBOX', 'Sent', 'Trash'].every((name) => names.includes(name)), true, 'mailboxes');
    const uses = (await client.list()).filter((one) => one.specialUse === '\\Sent');
    check(uses.map((one) => one.path), ['Sent'], 'special use');
    for (const subject of ['one', 'two', 'three', 'four']) {
        const appended = await client.append('INBOX', message(subject, 'about ' + subject), []);
        check(appended.uid > 0, true, 'APPENDUID');
    }
    await client.mailboxCreate('Kept/2026');
    const counted = (await client.list({ statusQuery: { messages: true, unseen: true } }))
        .find((one) => one.path === 'INBOX');
    check([counted.status.messages, counted.status.unseen], [4, 4], 'LIST with STATUS');
    let lock = await client.getMailboxLock('INBOX');
    try {
        check(client.mailbox.exists, 4, 'messages');
        const rows = [];
        for await (const row of client.fetch('1:*', {
            uid: true, flags: true, envelope: true, bodyStructure: true, size: true,
            internalDate: true, emailId: true, threadId: true,
        })) {
            rows.push(row);
        }
        check(rows.map((row) => row.envelope.subject), ['one', 'two', 'three', 'four'], 'subjects');
        check(rows.every((row) => row.bodyStructure.type === 'text/plain'), true, 'structures');
        check(rows.every((row) => row.size === message(row.envelope.subject,
            'about ' + row.envelope.subject).length), true, 'sizes');
        const whole = await client.download('1', undefined);
        let octets = '';
        for await (const chunk of whole.content) octets += chunk.toString();
        check(octets, message('one', 'about one'), 'the octets');
        await client.messageFlagsAdd('1', ['\\Seen', '\\Flagged', '$Forwarded']);
        const flagged = await client.fetchOne('1', { flags: true });
        check([...flagged.flags].filter((flag) => flag !== '\\Recent').sort(),
            ['$Forwarded', '\\Flagged', '\\Seen'], 'flags');
        await client.messageFlagsRemove('1', ['\\Seen']);
        check(await client.search({ body: 'about two' }, { uid: true }), [2], 'search');
        check(await client.search({ flagged: true, subject: 'one' }), [1], 'search of flags');
        const moved = await client.messageMove('2', 'Kept/2026', { uid: true });
        check(moved.uidMap.get(2) > 0, true, 'COPYUID of MOVE');
        const again = await client.messageMove('2', 'Kept/2026', { uid: true });
        check(again === false || (again.uidMap || new Map()).size === 0, true, 'moved twice');
        await client.messageCopy('1', 'Kept/2026');
        await client.messageDelete('3', { uid: true });
        check(await client.search({ all: true }, { uid: true }), [1, 4], 'after the deletion');
        const quota = await client.getQuota('INBOX');
        check(quota.storage.limit, 50 * 1024 * 1024, 'quota');
    } finally {
        lock.release();
    }
    const status = await client.status('Kept/2026', { messages: true, unseen: true, uidNext: true });
    check([status.messages, status.uidNext], [2, 3], 'status');
    // somebody else's change comes while it idles
    const other = connection();
    await other.connect();
    await client.mailboxOpen('INBOX');
    const came = new Promise((resolve) => client.once('exists', resolve));
    const idling = client.idle();
    await other.append('INBOX', message('five', 'new'), []);
    check((await came).count, 3, 'announced');
    await other.logout();
    await client.noop();
    await idling;
    // resynchronisation by mod-sequence
    const known = client.mailbox.highestModseq;
    await client.messageFlagsAdd('1', ['\\Answered']);
    const changed = [];
    for await (const row of client.fetch('1:*', { uid: true, flags: true },
        { changedSince: known })) {
        changed.push(row.uid);
    }
    check(changed.sort(), [1, 5], 'what changed since it was opened');
    await client.mailboxClose();
    await client.mailboxRename('Kept/2026', 'Kept/2027');
    await client.mailboxDelete('Kept/2027');
    check((await client.list()).some((one) => one.path === 'Kept/2027'), false, 'deleted');
    await client.logout();
    console.log('done');
}
setTimeout(() => { console.error('no end'); process.exit(1); }, 40000).unref();
main().catch((error) => {
    console.error(error.stack || error, error.responseText || '', error.response || '');
    process.exit(1);
});
