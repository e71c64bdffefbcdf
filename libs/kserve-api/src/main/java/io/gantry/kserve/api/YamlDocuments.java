package io.gantry.kserve.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads a YAML stream into trees. Jackson's own YAML reader turns an alias into the anchor's name
/// and forgets where things stood, so the node graph is read here instead.
final class YamlDocuments {
    /// Marks a scalar that was neither quoted nor tagged, which alone may mean a number or a
    /// boolean.
    static final Tag PLAIN = new Tag("tag:gantry.io,2025:plain");

    private YamlDocuments() {}

    /// Reads up to the first document that cannot be read: what follows it has no certain start.
    static List<RawDocument> read(String text, ManifestLimits limits) {
        List<RawDocument> documents = new ArrayList<>();
        Composer composer = composer(text, limits);
        try {
            while (composer.checkNode()) {
                if (documents.size() == limits.documents()) {
                    throw new YAMLException("more than %d documents".formatted(documents.size()));
                }
                Node root = composer.getNode();
                JsonNode tree = new YamlTree(limits).convert(root);
                if (!tree.isNull()) {
                    documents.add(new RawDocument.Tree(tree, path -> locate(root, path)));
                }
            }
        } catch (UnreadableYaml e) {
            documents.add(broken(e.mark(), e.getMessage()));
        } catch (MarkedYAMLException e) {
            documents.add(broken(e.getProblemMark(), explain(e)));
        } catch (YAMLException e) {
            documents.add(broken(null, "not readable as YAML: " + e.getMessage()));
        }
        return documents;
    }

    private static String explain(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return "not readable as YAML: " + context + e.getProblem();
    }

    private static RawDocument broken(@Nullable Mark mark, @Nullable String message) {
        return new RawDocument.Broken(position(mark), message == null ? "" : message);
    }

    private static Composer composer(String text, ManifestLimits limits) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(limits.characters());
        options.setNestingDepthLimit(limits.depth());
        options.setMaxAliasesForCollections(limits.nodes());
        return new Composer(
                new ParserImpl(new StreamReader(text), options), new Untyped(), options);
    }

    private static RawDocument.Position locate(Node root, JsonPointer path) {
        Node current = root;
        for (JsonPointer rest = path; !rest.matches(); rest = rest.tail()) {
            Node child = child(current, rest);
            if (child == null) {
                break;
            }
            current = child;
        }
        return position(current.getStartMark());
    }

    private static @Nullable Node child(Node node, JsonPointer step) {
        return switch (node) {
            case SequenceNode list when step.getMatchingIndex() < list.getValue().size() ->
                    step.mayMatchElement() ? list.getValue().get(step.getMatchingIndex()) : null;
            case MappingNode map -> member(map, step.getMatchingProperty());
            default -> null;
        };
    }

    private static @Nullable Node member(MappingNode map, String name) {
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return tuple.getValueNode();
            }
        }
        return null;
    }

    private static RawDocument.Position position(@Nullable Mark mark) {
        return mark == null
                ? new RawDocument.Position(1, 1)
                : new RawDocument.Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static final class Untyped extends Resolver {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
        }
    }

    /// A node that YAML allows and a manifest does not.
    static final class UnreadableYaml extends RuntimeException {
        private final transient Mark mark;

        UnreadableYaml(Node node, String message) {
            super(message);
            this.mark = node.getStartMark();
        }

        Mark mark() {
            return mark;
        }
    }
}
