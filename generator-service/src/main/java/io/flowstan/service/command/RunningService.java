package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.control.ControlDesk;
import io.flowstan.service.control.ControlHandler;
import io.flowstan.service.control.ControlTopic;
import io.flowstan.service.status.ServiceStatus;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.TaskStatus;

/**
 * The running service, as commands over HTTP need it.
 *
 * @param desk where commands are handed in
 * @param partitions number of tasks over all instances
 * @param generator the service
 * @param environment what it runs in
 */
record RunningService(
    ControlDesk desk, int partitions, FlowGenerator generator, Environment environment)
    implements ControlHandler.Service {
  static RunningService of(ServiceConfig config, FlowGenerator generator, Environment environment) {
    ControlTopic commands =
        new ControlTopic(config.topics().control(), environment.client(), environment.registry());
    ControlDesk desk =
        new ControlDesk(
            commands,
            config.topics().acks(),
            config.topics().partitions(),
            environment.client(),
            environment.registry(),
            System::nanoTime);
    return new RunningService(desk, config.topics().partitions(), generator, environment);
  }

  @Override
  public boolean isAssigned(int address) {
    return generator.population().contains(address);
  }

  @Override
  public long simulatedMs() {
    return environment.meters().simulatedMs();
  }

  @Override
  public long lastCommandId() {
    return generator.tally().status().stream()
        .mapToLong(TaskStatus::lastCommandId)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  @Override
  public ArrayNode tasks() {
    return ServiceStatus.tasks(generator);
  }
}
