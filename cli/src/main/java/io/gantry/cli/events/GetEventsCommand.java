package io.gantry.cli.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gantry.cli.CliException;
import io.gantry.cli.output.OutputFormat;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.SuiteState;
import io.gantry.events.EventType;
import io.gantry.events.Topic;
import io.gantry.events.text.EventSentence;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry get events`: what goes through the topics.
@Command(
        name = "events",
        description = "Shows the events of the pipeline.",
        mixinStandardHelpOptions = true)
public final class GetEventsCommand implements Runnable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final String PREFIX = "gantry.";

    /// What is said again and again while nothing happens.
    private static final Set<Topic> ROUTINE = EnumSet.of(Topic.TRAFFIC, Topic.NODES, Topic.DEMAND);

    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new JavaTimeModule());

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what happens from now on.")
    private boolean follow;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            split = ",",
            description =
                    "Only these topics, with or without 'gantry.' (default: all but traffic, nodes and demand).")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "[NAMESPACE/]NAME",
            description = "Only events of this model.")
    private @Nullable String model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json, one object a line (default: table).")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        if (output == OutputFormat.YAML) {
            throw CliException.badInput("Events are printed as table or json, not as yaml");
        }
        String kafka = SuiteState.infrastructure(gantry.directory()).kafkaBootstrapServers();
        PrintWriter out = spec.commandLine().getOut();
        try (EventStream stream = EventStream.fromBeginning(kafka, wanted())) {
            do {
                stream.poll(POLL).stream()
                        .filter(this::ofModel)
                        .forEach(received -> print(received, out));
                out.flush();
            } while ((follow || !stream.atEnd()) && !out.checkError());
        }
    }

    private List<Topic> wanted() {
        if (topics.isEmpty()) {
            return Arrays.stream(Topic.values()).filter(topic -> !ROUTINE.contains(topic)).toList();
        }
        return topics.stream().map(GetEventsCommand::topic).toList();
    }

    private static Topic topic(String name) {
        return Topic.ofName(name.startsWith(PREFIX) ? name : PREFIX + name)
                .orElseThrow(() ->
                        CliException.badInput(
                                "There is no topic %s; they are %s"
                                        .formatted(
                                                name,
                                                Arrays.stream(Topic.values())
                                                        .map(Topic::topicName)
                                                        .collect(Collectors.joining(", ")))));
    }

    private boolean ofModel(EventStream.Received received) {
        if (model == null) {
            return true;
        }
        String key = model.contains("/") ? model : "default/" + model;
        return received.key().equals(key) || received.key().startsWith(key + "/");
    }

    private void print(EventStream.Received received, PrintWriter out) {
        if (output == OutputFormat.TABLE) {
            out.printf(
                    "%-12s  %-20s  %-36s  %s%n",
                    LocalTime.ofInstant(received.at(), ZoneId.systemDefault())
                            .truncatedTo(ChronoUnit.MILLIS),
                    received.topic().topicName().substring(PREFIX.length()),
                    received.key(),
                    received.event().map(EventSentence::of).orElse("(cannot be read)"));
        } else {
            out.println(json(received));
        }
    }

    private static String json(EventStream.Received received) {
        var line =
                JSON.createObjectNode()
                        .put("topic", received.topic().topicName())
                        .put("key", received.key())
                        .put("time", received.at().toString());
        Optional.of(received)
                .flatMap(EventStream.Received::event)
                .ifPresent(event -> {
                    line.put("type", EventType.of(event).ceType());
                    line.set("data", JSON.valueToTree(event));
                });
        return line.toString();
    }
}
