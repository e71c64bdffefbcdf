package io.gantry.cli.client;

import io.gantry.cli.events.GetEventsCommand;
import picocli.CommandLine.Command;

/// `gantry get`: shows what there is.
@Command(
        name = "get",
        description = "Shows models, their scaling, alerts, or events.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            GetModelsCommand.class,
            GetScalingCommand.class,
            GetAlertsCommand.class,
            GetEventsCommand.class
        })
public final class GetCommand {}
