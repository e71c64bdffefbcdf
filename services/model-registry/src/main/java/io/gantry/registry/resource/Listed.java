package io.gantry.registry.resource;

import java.util.List;
import java.util.function.Function;

/// Resources of a [Range].
///
/// @param more whether there are others behind them
public record Listed<S>(List<S> items, boolean more) {

    public Listed {
        items = List.copyOf(items);
    }

    /// @param found what there is of the range, and one more if there is
    public static <S> Listed<S> of(List<S> found, Range range) {
        boolean more = range.limit() > 0 && found.size() > range.limit();
        return new Listed<>(more ? found.subList(0, range.limit()) : found, more);
    }

    /// The same resources seen in another way.
    public <T> Listed<T> map(Function<S, T> view) {
        return new Listed<>(items.stream().map(view).toList(), more);
    }
}
