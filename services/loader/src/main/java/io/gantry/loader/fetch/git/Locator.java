package io.gantry.loader.fetch.git;

import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// Where a listed file is.
///
/// @param lfs null for an ordinary file, which is in the commit itself
record Locator(ObjectId commit, ObjectId blob, @Nullable LfsPointer lfs) {

    String text() {
        String ordinary = commit.name() + " " + blob.name();
        return lfs == null ? ordinary : "%s %s %d".formatted(ordinary, lfs.oid(), lfs.size());
    }

    static Locator parse(String text) {
        List<String> parts = List.of(text.split(" ", -1));
        return new Locator(
                ObjectId.fromString(parts.get(0)),
                ObjectId.fromString(parts.get(1)),
                parts.size() == 2
                        ? null
                        : new LfsPointer(parts.get(2), Long.parseLong(parts.get(3))));
    }
}
