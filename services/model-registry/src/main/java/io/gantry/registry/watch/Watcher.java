package io.gantry.registry.watch;

import java.util.List;

/// Somebody who wants to know of changes. Called by one thread at a time, which it must not block.
public interface Watcher {

    /// The kind of resources that it watches.
    String kind();

    /// Where it wants to begin.
    Start start();

    /// Changes of resources of the kind, in the order of their versions.
    ///
    /// @param version up to which there are no others
    void changed(List<Change> changes, long version);

    /// All that there was at the beginning has been told; from here on come changes.
    void caughtUp(long version);

    /// It cannot begin where it wants to: the version is newer than any that was given.
    void tooNew(long version);

    /// Where a watcher begins.
    sealed interface Start {

        /// With all resources that there are.
        record Everything() implements Start {}

        /// With what has changed since that version.
        record Since(long version) implements Start {}
    }
}
