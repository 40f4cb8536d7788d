package dev.jebi.useragent.tour;

/// How the tour reaches the person.
public interface Telling {
    /// The next step.
    void tell(Step step);

    /// An exchange is over: here the person may read in peace.
    void pause();
}
