package io.gantry.lease;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who stands for election.
public interface Candidate {

    /// It leads from now on. Called once until [#dismissed].
    void elected();

    /// It does not lead any more.
    void dismissed();

    /// Makes a call to the API server, and may take note of how it went.
    ///
    /// @param what is asked for, in RBAC's words
    default <T extends @Nullable Object> T watched(String what, Supplier<T> call) {
        return call.get();
    }
}
