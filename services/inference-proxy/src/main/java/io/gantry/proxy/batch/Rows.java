package io.gantry.proxy.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;

/// Parts of lists.
final class Rows {

    private Rows() {}

    static ArrayNode of(ArrayNode all, int from, int count) {
        ArrayNode some = all.arrayNode(count);
        for (int i = from; i < from + count; i++) {
            some.add(all.get(i));
        }
        return some;
    }
}
