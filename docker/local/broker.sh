#!/bin/bash
# Starts the broker of the local image: settings from the environment, a formatted folder, the server.
set -euo pipefail
kafka=(java -Xmx512m -cp '/opt/kafka/lib/*' -Dkafka.logs.dir=/tmp)
export CLUSTER_ID="${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}"
mkdir -p /tmp/config
"${kafka[@]}" kafka.docker.KafkaDockerWrapper setup --default-configs-dir /etc/kafka/docker \
  --mounted-configs-dir /mnt/shared/config --final-configs-dir /tmp/config
exec "${kafka[@]}" -Dorg.slf4j.simpleLogger.logFile=System.out kafka.Kafka /tmp/config/server.properties
