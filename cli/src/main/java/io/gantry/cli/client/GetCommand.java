package io.gantry.cli.client;

import io.gantry.cli.events.GetEventsCommand;
import picocli.CommandLine.Command;

/// `gantry get`: shows what there is.
@Command(
        name = "get",
        description = "Shows models or events.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {GetModelsCommand.class, GetEventsCommand.class})
public final class GetCommand {}
