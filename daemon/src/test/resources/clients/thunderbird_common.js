const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const wait = (milliseconds) => new Promise((resolve) => setTimeoutHere(resolve, milliseconds));
function setTimeoutHere(call, milliseconds) {
    const timer = Cc["@mozilla.org/timer;1"].createInstance(Ci.nsITimer);
    timer.initWithCallback(call, milliseconds, Ci.nsITimer.TYPE_ONE_SHOT);
    globalThis.timersOfTheTest = (globalThis.timersOfTheTest || []).concat(timer);
}
async function until(what, condition) {
    for (let i = 0; i < 300; i++) {
        const value = await condition();
        if (value) return value;
        await wait(100);
    }
    throw new Error("not in time: " + what);
}
