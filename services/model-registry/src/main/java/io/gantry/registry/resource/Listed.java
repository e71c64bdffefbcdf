package io.gantry.registry.resource;

import java.util.List;

/// Resources of a [Range].
///
/// @param version the newest resource version that had been given when the list was made
/// @param more whether there are others behind them
public record Listed<S>(List<S> items, long version, boolean more) {

    public Listed {
        items = List.copyOf(items);
    }

    /// @param found what there is of the range, and one more if there is
    public static <S> Listed<S> of(List<S> found, Range range, long version) {
        boolean more = range.limit() > 0 && found.size() > range.limit();
        return new Listed<>(more ? found.subList(0, range.limit()) : found, version, more);
    }
}
