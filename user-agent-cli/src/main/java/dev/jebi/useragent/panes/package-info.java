/// The panes: mailboxes, list and message on one screen, and all that opens over them.
///
/// One thread, that of [dev.jebi.useragent.panes.Stage], owns every view and draws; whatever may be
/// slow runs on a virtual thread and hands its result back to that thread as an event. Views know
/// an account only through [dev.jebi.useragent.panes.Mail]. Commands have names
/// ([dev.jebi.useragent.panes.Act]); keys are names bound to them in a preset
/// ([dev.jebi.useragent.panes.Keymap]), so that `?`, the palette and the command line all tell the
/// same.
@NullMarked
package dev.jebi.useragent.panes;

import org.jspecify.annotations.NullMarked;
