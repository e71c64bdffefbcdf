package io.gantry.graph.gjson;

import org.jspecify.annotations.Nullable;

/// One step down.
sealed interface Part {

    /// A key of an object, or an index of an array.
    ///
    /// @param name without its escapes
    /// @param raw as it was written, for arrays, in which nothing is escaped
    /// @param wild whether `*` and `?` in it stand for others
    record Key(String name, String raw, boolean wild) implements Part {

        /// The index that it is; -1 when it is none.
        int index() {
            boolean digits = !raw.isEmpty() && raw.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits && raw.length() < 10 ? Integer.parseInt(raw) : -1;
        }
    }

    /// `#` at the end: how many there are.
    record Length() implements Part {}

    /// `#.rest`: what every element has there.
    record Each(GjsonPath rest) implements Part {}

    /// `#(query)`: the first element of which it is true, or what that has at `rest`.
    record First(Query query, @Nullable GjsonPath rest) implements Part {}

    /// `#(query)#`: all elements of which it is true, or what they have at `rest`.
    record All(Query query, @Nullable GjsonPath rest) implements Part {}
}
