// Written from the fixtures by test/docs.test.ts with UPDATE=1.
import type { RuleExamples } from "./rule.js";

/** Of each rule a text that it flags and one that it does not. */
export const examples: Readonly<Record<string, RuleExamples>> = {
  "privileged-container": {
    bad: `services:
  vpn:
    image: qmcgaw/gluetun:v3.40
    privileged: true # does not connect without it
#   ^^^^^^^^^^^^^^^^ privileged-container
    devices:
      - /dev/net/tun:/dev/net/tun
`,
    good: `services:
  vpn:
    image: qmcgaw/gluetun:v3.40
    cap_drop:
      - ALL
    cap_add:
      - NET_ADMIN
      - CHOWN
      - DAC_OVERRIDE
    devices:
      - /dev/net/tun:/dev/net/tun
`,
    fix: "",
  },
  "docker-socket-mount": {
    bad: `services:
  agent:
    image: example/agent:1
    volumes:
      - sock:/sock
#       ^^^^^^^^^^ docker-socket-mount
volumes:
  sock:
    driver_opts:
      type: none
      o: bind
      device: /var/run/docker.sock
`,
    good: `services:
  agent:
    image: example/agent:1
volumes:
  sock:
    driver_opts:
      type: none
      o: bind
      device: /var/run/docker.sock
`,
    fix: "Remove the mount",
  },
  "docker-socket-tool": {
    bad: `services:
  logs:
    image: amir20/dozzle:v8.13
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro # containers
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker-socket-tool
      - ./data:/data
`,
    good: `services:
  logs:
    image: amir20/dozzle:v8.13
    environment:
      DOCKER_HOST: tcp://docker-socket-proxy:2375
    volumes:
      - ./data:/data
    networks:
      - default
      - docker-socket
  docker-socket-proxy:
    image: tecnativa/docker-socket-proxy:0.3.0
    read_only: true
    tmpfs:
      - /run
      - /tmp
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    environment:
      CONTAINERS: 1
      IMAGES: 1
      NETWORKS: 1
      VOLUMES: 1
      INFO: 1
      POST: 0
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    networks:
      - docker-socket
networks:
  docker-socket:
    internal: true
`,
    fix: "",
  },
  "socket-parent-mount": {
    bad: `services:
  sensors:
    image: example/sensors:1
    volumes:
      - /run:/run:ro # reads /run/udev
#       ^^^^^^^^^^^^ socket-parent-mount
      - ./data:/data
`,
    good: `services:
  sensors:
    image: example/sensors:1
    volumes:
      - /run/PART:/run/PART:ro # reads /run/udev
      - ./data:/data
`,
    fix: "",
  },
  "use-api-socket": {
    bad: `services:
  updater:
    image: example/updater:1
    use_api_socket: true # restarts the others
#   ^^^^^^^^^^^^^^^^^^^^ use-api-socket
    environment:
      LEVEL: info
`,
    good: `services:
  updater:
    image: example/updater:1
    environment:
      LEVEL: info
      DOCKER_HOST: tcp://docker-socket-proxy:2375
    networks:
      - default
      - docker-socket
  docker-socket-proxy:
    image: tecnativa/docker-socket-proxy:0.3.0
    read_only: true
    tmpfs:
      - /run
      - /tmp
    cap_drop: [ALL]
    security_opt:
      - no-new-privileges:true
    environment:
      CONTAINERS: 1
      IMAGES: 1
      NETWORKS: 1
      VOLUMES: 1
      INFO: 1
      POST: 0
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    networks:
      - docker-socket
networks:
  docker-socket:
    internal: true
`,
    fix: "",
  },
  "socket-proxy-open": {
    bad: `services:
  proxy:
    image: tecnativa/docker-socket-proxy:0.3.0
    environment:
      CONTAINERS: 1
      POST: 0
    ports:
      - "2375:2375"
#       ^^^^^^^^^^^ socket-proxy-open
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
`,
    good: `services:
  proxy:
    image: tecnativa/docker-socket-proxy:0.3.0
    environment:
      CONTAINERS: 1
      POST: 0
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
`,
    fix: "",
  },
  "docker-group-added": {
    bad: `services:
  dashboard:
    image: example/dashboard:1
    user: "1000:1000"
    group_add:
      - "998" # docker
#       ^^^^^ docker-group-added
      - "44" # video
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
`,
    good: `services:
  dashboard:
    image: example/dashboard:1
    user: "1000:1000"
    group_add:
      - "44" # video
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
`,
    fix: "",
  },
  "docker-host-tcp": {
    bad: `services:
  deploy:
    image: example/deploy:1
    environment:
      DOCKER_HOST: tcp://10.0.0.5:2375 # build server
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker-host-tcp
      LEVEL: info
`,
    good: `services:
  deploy:
    image: example/deploy:1
    environment:
      DOCKER_HOST: tcp://10.0.0.5:2376 # build server
      LEVEL: info
      DOCKER_TLS_VERIFY: "1"
`,
    fix: "",
  },
  "hook-privileged": {
    bad: `services:
  app:
    image: example/app:1
    user: "1000:1000"
    cap_drop: [ALL]
    pre_start:
      - image: busybox:1.37
        command: chown -R 1000:1000 /data
        privileged: true # or chown fails
#       ^^^^^^^^^^^^^^^^ hook-privileged
    volumes:
      - data:/data
volumes:
  data:
`,
    good: `services:
  app:
    image: example/app:1
    user: "1000:1000"
    cap_drop: [ALL]
    pre_start:
      - image: busybox:1.37
        command: chown -R 1000:1000 /data
    volumes:
      - data:/data
volumes:
  data:
`,
    fix: "",
  },
  "host-root-writable": {
    bad: `services:
  backup:
    image: example/backup:1
    volumes:
      - /:/host
#       ^^^^^^^ host-root-writable
`,
    good: `services:
  backup:
    image: example/backup:1
    volumes:
      - /PART:/host/PART
`,
    fix: "Mount only one part of /: /PART",
  },
  "host-disk-device": {
    bad: `services:
  backup:
    image: example/backup:1
    devices:
      - /dev/sda:/dev/sda # all of it
#       ^^^^^^^^^^^^^^^^^ host-disk-device
      - /dev/net/tun
  image:
    image: example/image:1
    devices:
      - source: /dev/nvme0n1
#       ^^^^^^^^^^^^^^^^^^^^ host-disk-device
        target: /dev/disk0
        permissions: rw
`,
    good: `services:
  a:
    image: example/a:1
    devices:
      - /dev/net/tun
      - /dev/dri:/dev/dri
      - /dev/ttyUSB0:/dev/ttyACM0
      - /dev/sr0
      - /dev/null
      - /dev/snd
      - /dev/mem
      - /dev/kmem
      - /dev/port
      - /dev/fuse
      - /dev/sdb:/dev/sdb:m
      - /dev/kvm
      - \${DISK}
      - nvidia.com/gpu=all
  b:
    image: example/b:1
    privileged: true
    devices: [/dev/sda]
  c:
    image: example/c:1
    user: "1000:1000"
    security_opt: [no-new-privileges:true]
    devices: [/dev/sda]
  d:
    image: example/d:1
    volumes: ["/dev/sda:/dev/sda"]
  e:
    image: example/e:1
    devices: ["/dev/sda:/dev/sda:\${ACCESS}"]
`,
  },
  "device-cgroup-wildcard": {
    bad: `services:
  zigbee:
    image: example/zigbee:1
    device_cgroup_rules:
      - "a *:* rwm" # for the stick
#       ^^^^^^^^^^^ device-cgroup-wildcard
    volumes:
      - /dev/bus/usb:/dev/bus/usb
      - data:/data
volumes:
  data:
`,
    good: `services:
  zigbee:
    image: example/zigbee:1
    device_cgroup_rules:
      - "c 189:* rmw" # for the stick
    volumes:
      - /dev/bus/usb:/dev/bus/usb
      - data:/data
volumes:
  data:
`,
    fix: "",
  },
  "host-device-sensitive": {
    bad: `services:
  stream:
    image: example/stream:1
    devices:
      - /dev/input:/dev/input # gamepads
#       ^^^^^^^^^^^^^^^^^^^^^ host-device-sensitive
      - /dev/uinput
#       ^^^^^^^^^^^ host-device-sensitive
      - /dev/dri:/dev/dri
  monitor:
    image: example/monitor:1
    devices: ["/dev/kmsg:/dev/kmsg:r"]
#             ^^^^^^^^^^^^^^^^^^^^^^^ host-device-sensitive
`,
    good: `services:
  cadvisor:
    image: gcr.io/cadvisor/cadvisor:v0.52.1
    devices: [/dev/kmsg]
  ripper:
    image: example/ripper:1
    devices:
      - /dev/sr0
      - /dev/sg2
  everyday:
    image: example/everyday:1
    devices:
      - /dev/ttyUSB0
      - /dev/ttyS0
      - /dev/input/js0
      - /dev/snd
      - /dev/video0
      - /dev/bus/usb/001/004
      - /dev/tty
      - /dev/zero
      - /dev/vfio/noiommu-0
      - /dev/tpm0:/dev/tpm0:m
      - \${DEVICE}
    device_cgroup_rules:
      - c 189:* rmw
      - c 13:* m
  privileged:
    image: example/privileged:1
    privileged: true
    devices: [/dev/input]
    device_cgroup_rules: [c 13:* rw]
  nobody:
    image: example/nobody:1
    user: "1000:1000"
    security_opt: [no-new-privileges:true]
    devices: [/dev/input]
    device_cgroup_rules: [c 13:* rw]
`,
  },
  "host-device-minor": {
    bad: `services:
  vm:
    image: example/vm:1
    devices:
      - /dev/kvm # for the guest
#       ^^^^^^^^ host-device-minor
      - /dev/net/tun
      - source: /dev/vhost-net
#       ^^^^^^^^^^^^^^^^^^^^^^ host-device-minor
        target: /dev/vhost-net
  usb:
    image: example/usb:1
    devices: ["/dev/bus/usb:/dev/bus/usb", /dev/hidraw0, /dev/i2c-1, /dev/vfio/12, /dev/nst0, /dev/tpmrm0, /dev/infiniband/uverbs0, /dev/binder]
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ host-device-minor
#                                          ^^^^^^^^^^^^ host-device-minor
#                                                        ^^^^^^^^^^ host-device-minor
#                                                                    ^^^^^^^^^^^^ host-device-minor
#                                                                                  ^^^^^^^^^ host-device-minor
#                                                                                             ^^^^^^^^^^^ host-device-minor
#                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^ host-device-minor
#                                                                                                                                   ^^^^^^^^^^^ host-device-minor
`,
    good: `services:
  a:
    image: example/a:1
    devices:
      - /dev/dri
      - /dev/kfd
      - /dev/nvidia0
      - /dev/ttyACM0
      - /dev/serial/by-id/usb-x
      - /dev/bus/usb/001/004
      - /dev/snd
      - /dev/video0
      - /dev/net/tun
      - /dev/fuse
      - /dev/rtc0
      - /dev/zfs
      - /dev/gpiomem
      - /dev/sda
      - \${DEVICE}
  b:
    image: example/b:1
    privileged: true
    devices: [/dev/kvm]
  c:
    image: example/c:1
    user: "1000"
    security_opt: [no-new-privileges:true]
    devices: [/dev/kvm]
`,
  },
  "gpu-all": {
    bad: `services:
  llm:
    image: example/llm:1
    gpus: all
#   ^^^^^^^^^ gpu-all
`,
    good: `services:
  llm:
    image: example/llm:1
    gpus:
      - count: 1
`,
    fix: "",
  },
  "host-credentials-mount": {
    bad: `services:
  deploy:
    image: example/deploy:1
    volumes:
      - ~/.ssh:/root/.ssh:ro # pulls from the private repository
#       ^^^^^^^^^^^^^^^^^^^^ host-credentials-mount
      - ./repository:/repository
`,
    good: `services:
  deploy:
    image: example/deploy:1
    volumes:
      - ./repository:/repository
    secrets:
      - deploy-ssh
secrets:
  deploy-ssh:
    file: ./secrets/deploy-ssh
`,
    fix: "",
  },
  "host-path-disclosure": {
    bad: `services:
  backup:
    image: example/backup:1
    volumes:
      - /home:/data/home:ro # documents only
#       ^^^^^^^^^^^^^^^^^^^ host-path-disclosure
      - /proc:/host/proc:ro
#       ^^^^^^^^^^^^^^^^^^^ host-path-disclosure
      - ./state:/state
`,
    good: `services:
  node-exporter:
    image: quay.io/prometheus/node-exporter:v1.9.1
    volumes: ["/:/host:ro,rslave", "/proc:/host/proc:ro", "/sys:/host/sys:ro"]
  cadvisor:
    image: gcr.io/cadvisor/cadvisor:\${CADVISOR_VERSION}
    volumes:
      - /:/rootfs:ro
      - /sys:/sys:ro
      - /var/lib/docker/:/var/lib/docker:ro
      - /dev/disk/:/dev/disk:ro
  netdata:
    image: netdata/netdata:v2
    volumes:
      - /etc/passwd:/host/etc/passwd:ro
      - /proc:/host/proc:ro
      - /sys:/host/sys:ro
      - /var/log:/host/var/log:ro
  promtail:
    image: grafana/promtail:3.5.0
    volumes:
      - /var/log:/var/log:ro
      - /var/lib/docker/containers:/var/lib/docker/containers:ro
  datadog:
    image: gcr.io/datadoghq/agent:7
    volumes: ["/proc/:/host/proc/:ro", "/sys/fs/cgroup/:/host/sys/fs/cgroup:ro"]
  filebeat:
    build: filebeat/
    volumes:
      - type: bind
        source: /var/lib/docker/containers
        target: /var/lib/docker/containers
        read_only: true
  home-assistant:
    image: ghcr.io/home-assistant/home-assistant:2025.8
    volumes: ["/run/dbus:/run/dbus:ro"]
`,
  },
  "mount-propagation-shared": {
    bad: `services:
  storage:
    image: example/mergerfs:1
    cap_add: [SYS_ADMIN]
    volumes: ["/mnt:/mnt:z,rshared"]
#             ^^^^^^^^^^^^^^^^^^^^^ mount-propagation-shared
`,
    good: `services:
  storage:
    image: example/mergerfs:1
    cap_add: [SYS_ADMIN]
    volumes: ["/mnt:/mnt:z,rslave"]
`,
    fix: "Use rslave: mounts come in, none go out",
  },
  "mount-read-only-partial": {
    bad: `services:
  backup:
    image: example/backup:1
    volumes:
      - type: bind
        source: /mnt
        target: /mnt
        read_only: true
        bind:
          propagation: rslave
          recursive: writable
#         ^^^^^^^^^^^^^^^^^^^ mount-read-only-partial
      - type: bind
        source: ./data
        target: /data
        read_only: yes
        bind: {recursive: writable}
#              ^^^^^^^^^^^^^^^^^^^ mount-read-only-partial
`,
    good: `services:
  a:
    image: example/a:1
    volumes:
      - /mnt:/a:ro
      - {type: bind, source: /mnt, target: /b, read_only: true}
      - {type: bind, source: /mnt, target: /c, read_only: true, bind: {recursive: readonly}}
      - {type: bind, source: /mnt, target: /d, read_only: true, bind: {recursive: "\${R}"}}
      - {type: bind, source: /srv/x, target: /e, bind: {recursive: writable}}
      - {type: bind, source: /srv/x, target: /f, read_only: true, bind: {recursive: disabled}}
`,
  },
  "volumes-from": {
    bad: `services:
  app:
    image: example/app:1
    volumes:
      - ./uploads:/srv/uploads
      - app-data:/srv/data:ro
      - type: volume
        source: cache
        target: /srv/cache
  backup:
    image: example/backup:1
    volumes_from:
      - app # everything
#       ^^^ volumes-from
volumes:
  app-data:
  cache:
`,
    good: `services:
  app:
    image: example/app:1
    volumes:
      - ./uploads:/srv/uploads
      - app-data:/srv/data:ro
      - type: volume
        source: cache
        target: /srv/cache
  backup:
    image: example/backup:1
    volumes:
      - ./uploads:/srv/uploads
      - app-data:/srv/data:ro
      - cache:/srv/cache
volumes:
  app-data:
  cache:
`,
    fix: "",
  },
  "volume-disk-device": {
    bad: `services:
  media:
    image: example/media:1
    volumes:
      - films:/films
volumes:
  films:
    driver: local
    driver_opts:
      type: ext4
      device: /dev/sdb1 # the big one
#     ^^^^^^^^^^^^^^^^^ volume-disk-device
`,
    good: `services:
  media:
    image: example/media:1
    volumes:
      - films:/films
volumes:
  films:
    driver: local
    driver_opts:
      type: none
      device: /mnt/DISK/FOLDER # the big one
      o: bind
`,
    fix: "",
  },
  "volume-shared-writable": {
    bad: `services:
  web:
    image: nginx:1.29
    volumes:
      - uploads:/usr/share/nginx/html/uploads
  app:
    build: .
    volumes:
      - uploads:/srv/uploads
volumes:
  uploads:
# ^^^^^^^ volume-shared-writable
`,
    good: `services:
  web:
    image: nginx:1.29
    volumes:
      - uploads:/usr/share/nginx/html/uploads:ro
  app:
    build: .
    volumes:
      - uploads:/srv/uploads
volumes:
  uploads:
`,
    fix: 'Only "app" writes: read-only in "web"',
  },
  "config-bind-writable": {
    bad: `services:
  web:
    image: nginx:1.29
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf # the site
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ config-bind-writable
      - ./certs/site.key:/certs/site.key
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ config-bind-writable
      - ./site:/usr/share/nginx/html
  db:
    image: postgres:17
    volumes:
      - type: bind
        source: ./init
#       ^^^^^^^^^^^^^^ config-bind-writable
        target: /docker-entrypoint-initdb.d
      - db:/var/lib/postgresql/data
volumes: {db: {}}
`,
    good: `services:
  a:
    image: example/a:1
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - type: bind
        source: ./app.yml
        target: /app.yml
        read_only: true
      - ./src:/app
      - ./data.json:/app/data.json
      - ./acme.json:/acme.json
      - ./app.log:/var/log/app.log
      - ./pnpm-lock.yaml:/app/pnpm-lock.yaml
      - ./config:/config
      - conf:/etc/nginx
      - /usr/src/app/app.yml
      - ./one.yml:/one.yml:\${MODE}
      - ./two.yml:\${TARGET}
      - /etc:/host/app.yml
      - ~/.bashrc:/root/.bashrc.sh
  home-assistant:
    image: ghcr.io/home-assistant/home-assistant:2025.8
    volumes: [./ha/configuration.yaml:/config/configuration.yaml]
  zigbee2mqtt:
    image: koenkk/zigbee2mqtt:2.6
    volumes: [./z2m/devices.yaml:/app/data/devices.yaml]
volumes: {conf: {}}
`,
  },
  "project-root-mount": {
    bad: `services:
  web:
    build: .
    volumes:
      - .:/app # live reload
#       ^^^^^^ project-root-mount
      - /app/node_modules
`,
    good: `services:
  web:
    build: .
    volumes:
      - ./PART:/app/PART # live reload
      - /app/node_modules
`,
    fix: "",
  },
  "tmpfs-exec-suid": {
    bad: `services:
  app:
    image: example/app:1
    read_only: true
    tmpfs:
      - /tmp:exec,size=64m # scratch
#       ^^^^^^^^^^^^^^^^^^ tmpfs-exec-suid
      - /cache:rw,suid,exec
#       ^^^^^^^^^^^^^^^^^^^ tmpfs-exec-suid
      - /data
`,
    good: `services:
  a:
    image: example/a:1
    tmpfs:
      - /tmp
      - /cache:noexec,nosuid,nodev,size=64m
      - /x:dev
      - /z:exec,noexec
      - /run:exec,mode=1750
      - /y:\${OPTIONS}
      - /exec
  linuxserver:
    image: lscr.io/linuxserver/jellyfin:10.10.7
    read_only: true
    tmpfs: [/run:exec]
  b:
    image: example/b:1
    security_opt: [no-new-privileges]
    tmpfs: /tmp:suid
    volumes:
      - type: tmpfs
        target: /scratch
      - ./exec:/tmp2
`,
  },
  "cap-add-host-takeover": {
    bad: `services:
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    cap_add: [dac_read_search]
#             ^^^^^^^^^^^^^^^ cap-add-host-takeover
    volumes:
      - data:/data:ro
volumes:
  data:
`,
    good: `services:
  backup:
    image: example/backup:1
    cap_drop: [ALL]
    volumes:
      - data:/data:ro
volumes:
  data:
`,
    fix: "",
  },
  "cap-add-network": {
    bad: `services:
  api:
    image: example/api:1
    cap_drop:
      - ALL
    cap_add:
      - NET_ADMIN # for the socket buffers
#       ^^^^^^^^^ cap-add-network
      - NET_BIND_SERVICE
`,
    good: `services:
  api:
    image: example/api:1
    cap_drop:
      - ALL
    cap_add:
      - NET_BIND_SERVICE
`,
    fix: "",
  },
  "cap-add-host-reach": {
    bad: `services:
  store:
    image: example/store:1
    cap_add:
      - IPC_LOCK
#       ^^^^^^^^ cap-add-host-reach
`,
    good: `services:
  store:
    image: example/store:1
    cap_add:
      - IPC_LOCK
    mem_limit: 1g
`,
    fix: "",
  },
  "cap-add-bounded": {
    bad: `services:
  api:
    image: example/api:1
    cap_add:
      - SYS_PTRACE # for the debugger
#       ^^^^^^^^^^ cap-add-bounded
  init:
    image: example/init:1
    cap_add: [cap_sys_boot]
#             ^^^^^^^^^^^^ cap-add-bounded
`,
    good: `services:
  api:
    image: example/api:1
  debug:
    image: example/debug:1
    pid: service:api
    cap_drop: [ALL]
    cap_add: [SYS_PTRACE]
  monitor:
    image: netdata/netdata:v2.7.1
    cap_add: [SYS_PTRACE]
  host:
    image: example/debug:1
    pid: host
    cap_add: [SYS_PTRACE]
  mounted:
    image: example/debug:1
    cap_add: [SYS_PTRACE]
    volumes: ["/proc:/host/proc:ro"]
  metrics:
    image: docker.elastic.co/beats/metricbeat:9.1.4
    cap_add: [SYS_PTRACE]
  metricbeat:
    build: ./metricbeat
    cap_add: [SYS_PTRACE]
  all:
    image: example/debug:1
    cap_add: [ALL, SYS_PTRACE]
  privileged:
    image: example/debug:1
    privileged: true
    cap_add: [SYS_PTRACE]
  unknown:
    image: example/debug:1
    cap_add: ["\${CAP}"]
  nobody:
    image: example/debug:1
    user: "65534"
    security_opt: [no-new-privileges=true]
    cap_add: [SYS_BOOT]
`,
  },
  "cap-add-other": {
    bad: `services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    cap_add:
      - CAP_SYS_RESOURCE # raises its own limits
#       ^^^^^^^^^^^^^^^^ cap-add-other
      - linux_immutable
#       ^^^^^^^^^^^^^^^ cap-add-other
  rest:
    image: example/rest:1
    cap_add:
      [IPC_OWNER, SYS_PACCT, SYS_TTY_CONFIG, AUDIT_CONTROL, MAC_OVERRIDE, MAC_ADMIN, WAKE_ALARM, BLOCK_SUSPEND, AUDIT_READ, CHECKPOINT_RESTORE]
#      ^^^^^^^^^ cap-add-other
#                 ^^^^^^^^^ cap-add-other
#                            ^^^^^^^^^^^^^^ cap-add-other
#                                            ^^^^^^^^^^^^^ cap-add-other
#                                                           ^^^^^^^^^^^^ cap-add-other
#                                                                         ^^^^^^^^^ cap-add-other
#                                                                                    ^^^^^^^^^^ cap-add-other
#                                                                                                ^^^^^^^^^^^^^ cap-add-other
#                                                                                                               ^^^^^^^^^^ cap-add-other
#                                                                                                                           ^^^^^^^^^^^^^^^^^^ cap-add-other
`,
    good: `services:
  cache:
    image: redis:8.2
    cap_add: [SYS_RESOURCE]
  defaults:
    image: example/a:1
    cap_drop: [ALL]
    cap_add: [AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, NET_RAW, SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT]
  others:
    image: example/b:1
    cap_add: [NET_ADMIN, SYS_TIME, SYS_PTRACE, NET_BROADCAST]
  audit:
    image: example/c:1
    pid: host
    cap_add: [AUDIT_CONTROL]
  all:
    image: example/d:1
    cap_add: [ALL, SYS_RESOURCE]
  privileged:
    image: example/e:1
    privileged: true
    cap_add: [SYS_RESOURCE]
  nobody:
    image: example/f:1
    user: "65534"
    security_opt: [no-new-privileges:true]
    cap_add: [SYS_RESOURCE]
  unknown:
    image: example/g:1
    cap_add: ["\${CAP}", SYS_RESOURCES]
`,
  },
  "cap-unknown": {
    bad: `services:
  web:
    image: example/web:1
    cap_drop:
      - CAP_ALL # hardened
#       ^^^^^^^ cap-unknown
    cap_add:
      - NET-BIND-SERVICE
#       ^^^^^^^^^^^^^^^^ cap-unknown
`,
    good: `services:
  a:
    image: example/a:1
    cap_drop: [all]
    cap_add: [chown, CAP_SETUID, Cap_Kill, "\${CAP}", "\${A}\${B}"]
`,
  },
  "cap-drop-missing": {
    bad: `services:
  db:
# ^^ cap-drop-missing
    image: postgres:17.6 # keep
    volumes:
      - data:/var/lib/postgresql/data
`,
    good: `services:
  db:
    image: postgres:17.6 # keep
    cap_drop:
      - ALL
    cap_add:
      - CHOWN
      - DAC_OVERRIDE
      - SETGID
      - SETUID
    volumes:
      - data:/var/lib/postgresql/data
`,
    fix: "",
  },
  "explicit-root-user": {
    bad: `services:
  dashboards:
    image: grafana/grafana:12.1.0
    user: root # the volume belongs to it
#   ^^^^^^^^^^ explicit-root-user
    volumes:
      - data:/var/lib/grafana
`,
    good: `services:
  dashboards:
    image: grafana/grafana:12.1.0
    volumes:
      - data:/var/lib/grafana
`,
    fix: "",
  },
  "user-not-set": {
    bad: `services:
  web:
# ^^^ user-not-set
    image: example/web:1
    ports: ["127.0.0.1:8080:8080"]
`,
    good: `services:
  web:
    image: example/web:1
    user: "1000:1000"
    ports: ["127.0.0.1:8080:8080"]
`,
    fix: "",
  },
  "hook-root-user": {
    bad: `services:
  app:
    image: example/app:1
    user: "1000:1000"
    post_start:
      - command: /data/init.sh
        user: root
#       ^^^^^^^^^^ hook-root-user
    volumes:
      - data:/data
volumes:
  data:
`,
    good: `services:
  app:
    image: example/app:1
    user: "1000:1000"
    post_start:
      - command: /data/init.sh
    volumes:
      - data:/data
volumes:
  data:
`,
    fix: "",
  },
  "pre-start-unhardened": {
    bad: `services:
  app:
    image: example/app:1
    user: "1000:1000"
    read_only: true
    cap_drop: [ALL]
    security_opt: [no-new-privileges:true]
    pre_start:
      - image: busybox:1.37
        command: chown -R 1000:1000 /data
#       ^^^^^^^ pre-start-unhardened
        user: root
    volumes:
      - data:/data
volumes:
  data:
`,
    good: `services:
  a:
    image: example/a:1
    cap_drop: [NET_RAW]
    pre_start:
      - command: ./migrate.sh
  b:
    image: example/b:1
    cap_drop: [ALL]
    pre_start:
      - command: ./migrate.sh
        user: "1000"
      - command: ./migrate.sh
        user: \${STEP_USER}
      - command: ./migrate.sh
        privileged: true
    post_start:
      - command: ./hello.sh
`,
  },
  "no-new-privileges-disabled": {
    bad: `services:
  web:
    image: example/web:1
    security_opt:
      - no-new-privileges:false # sudo in the start script
#       ^^^^^^^^^^^^^^^^^^^^^^^ no-new-privileges-disabled
  job:
    image: example/job:1
    security_opt: ["no-new-privileges=0", "seccomp=builtin"]
#                  ^^^^^^^^^^^^^^^^^^^^^ no-new-privileges-disabled
`,
    good: `services:
  a:
    image: example/a:1
    security_opt: [no-new-privileges]
  b:
    image: example/a:1
    security_opt: ["no-new-privileges:true"]
  c:
    image: example/a:1
  d:
    image: example/a:1
    security_opt: ["no-new-privileges:false", "no-new-privileges=true"]
  e:
    image: example/a:1
    security_opt: ["no-new-privileges:\${NNP}"]
  f:
    image: example/a:1
    privileged: true
    security_opt: ["no-new-privileges:false"]
  pihole:
    image: pihole/pihole:2025.08.0
    security_opt: ["no-new-privileges:false"]
`,
  },
  "cap-redundant": {
    bad: `services:
  web:
    image: example/web:1
    cap_add:
      - CHOWN # for the cache
#       ^^^^^ cap-redundant
      - net_raw
#       ^^^^^^^ cap-redundant
`,
    good: `services:
  web:
    image: example/web:1
    cap_add:
      - CHOWN # for the cache
      - net_raw
    cap_drop:
      - ALL
`,
    fix: "Drop all others",
  },
  "net-raw-with-neighbours": {
    bad: `services:
  web:
    image: example/web:1
    ports: ["443:8443"]
    networks:
      - front
      - back
#       ^^^^ net-raw-with-neighbours
  db:
    image: example/db:1
    cap_drop: [ALL]
    networks:
      back:
        aliases: [database]
  cache:
    image: example/cache:1
    cap_drop: [ALL]
    networks: [back]
networks:
  front:
  back:
`,
    good: `services:
  web:
    image: example/web:1
    cap_drop: [NET_RAW]
    ports: ["443:8443"]
    networks:
      - front
      - back
  db:
    image: example/db:1
    cap_drop: [ALL]
    networks:
      back:
        aliases: [database]
  cache:
    image: example/cache:1
    cap_drop: [ALL]
    networks: [back]
networks:
  front:
  back:
`,
    fix: "",
  },
  "no-new-privileges-missing": {
    bad: `services:
  db:
# ^^ no-new-privileges-missing
    image: postgres:17.6
`,
    good: `services:
  db:
    image: postgres:17.6
    security_opt:
      - no-new-privileges:true
`,
    fix: "",
  },
  "rootfs-writable": {
    bad: `services:
  web:
# ^^^ rootfs-writable
    image: nginx:1.29
    volumes:
      - ./site:/usr/share/nginx/html:ro
`,
    good: `services:
  web:
    image: nginx:1.29
    read_only: true
    tmpfs:
      - /tmp
      - /var/cache/nginx
      - /var/run
    volumes:
      - ./site:/usr/share/nginx/html:ro
`,
    fix: "",
  },
  "hardening-missing": {
    bad: `services:
  app:
# ^^^ hardening-missing
    image: example/app:1
    cap_drop: [ALL]
`,
    good: `services:
  app:
    image: example/app:1
    cap_drop: [ALL]
    security_opt: [no-new-privileges:true]
    read_only: true
    mem_limit: 256m
    cpus: 0.5
`,
  },
  "seccomp-unconfined": {
    bad: `services:
  a:
    image: example/a:1
    security_opt:
      - apparmor=docker-default
      - seccomp=\${PROFILE:-unconfined}
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ seccomp-unconfined
`,
    good: `services:
  a:
    image: example/a:1
    security_opt:
      - apparmor=docker-default
`,
    fix: "",
  },
  "apparmor-unconfined": {
    bad: `services:
  player:
    image: example/player:1
    security_opt:
      - apparmor:unconfined # for D-Bus
#       ^^^^^^^^^^^^^^^^^^^ apparmor-unconfined
      - no-new-privileges:true
  backup:
    image: example/backup:1
    security_opt: ["apparmor=unconfined"]
#                  ^^^^^^^^^^^^^^^^^^^^^ apparmor-unconfined
`,
    good: `services:
  a:
    image: example/a:1
    security_opt: [apparmor=docker-default]
  b:
    image: example/a:1
    security_opt: ["apparmor:my-profile", "seccomp=unconfined"]
  c:
    image: example/a:1
    security_opt: ["apparmor=\${PROFILE}"]
  d:
    image: example/a:1
    security_opt: [apparmor=unconfined, apparmor=my-profile]
  e:
    image: example/a:1
    privileged: true
    security_opt: [apparmor=unconfined]
  netdata:
    image: netdata/netdata:v2.5
    security_opt: [apparmor=unconfined]
  dind:
    image: docker:28-dind-rootless
    security_opt: [apparmor=unconfined]
`,
  },
  "selinux-disabled": {
    bad: `services:
  web:
    image: example/web:1
    security_opt:
      - label:disable # permission denied otherwise
#       ^^^^^^^^^^^^^ selinux-disabled
    volumes:
      - ./site:/site:ro
      - ./data:/data
      - /srv/media:/media
  job:
    image: example/job:1
    security_opt: ["label=disable", no-new-privileges]
#                  ^^^^^^^^^^^^^^^ selinux-disabled
`,
    good: `services:
  a:
    image: example/a:1
    security_opt: ["label=type:container_t", "label=level:s0:c100,c200"]
  b:
    image: example/a:1
    security_opt: ["label=type:my_app.process", "label=user:system_u", "label=role:system_r"]
  c:
    image: example/a:1
    security_opt: ["label=\${LABEL}"]
  d:
    image: example/a:1
    privileged: true
    security_opt: [label=disable]
  proxy:
    image: tecnativa/docker-socket-proxy:0.3.0
    security_opt: [label=disable]
`,
  },
  "systempaths-unconfined": {
    bad: `services:
  tuner:
    image: example/tuner:1
    security_opt:
      - systempaths=unconfined # sysctl -w in its start script
#       ^^^^^^^^^^^^^^^^^^^^^^ systempaths-unconfined
      - no-new-privileges:true
`,
    good: `services:
  tuner:
    image: example/tuner:1
    security_opt:
      - no-new-privileges:true
`,
    fix: "",
  },
  "host-cgroups-writable": {
    bad: `services:
  node:
    image: example/node:1
    cgroup: host
    security_opt:
      - writable-cgroups=true
#       ^^^^^^^^^^^^^^^^^^^^^ host-cgroups-writable
`,
    good: `services:
  node:
    image: example/node:1
    cgroup: private
    security_opt:
      - writable-cgroups=true
`,
    fix: "",
  },
  "writable-cgroups": {
    bad: `services:
  node:
    image: example/node:1
    security_opt:
      - writable-cgroups=true
#       ^^^^^^^^^^^^^^^^^^^^^ writable-cgroups
      - no-new-privileges:true
    mem_limit: 2g
`,
    good: `services:
  node:
    image: example/node:1
    security_opt:
      - no-new-privileges:true
    mem_limit: 2g
`,
    fix: "",
  },
  "network-mode-host": {
    bad: `services:
  cache:
    image: redis:7.4
    network_mode: host # faster
#   ^^^^^^^^^^^^^^^^^^ network-mode-host
    restart: always
`,
    good: `services:
  cache:
    image: redis:7.4
    ports:
      - 127.0.0.1:6379:6379
    restart: always
`,
    fix: "",
  },
  "sysctl-route-localnet": {
    bad: `services:
  proxy:
    image: example/proxy:1
    sysctls:
      net.ipv4.conf.all.route_localnet: 1 # for the redirect
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sysctl-route-localnet
      net.ipv4.ip_forward: 1
  mesh:
    image: example/mesh:1
    sysctls:
      - net.ipv4.conf.eth0.route_localnet=1
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sysctl-route-localnet
      - net/ipv4/conf/all/route_localnet=1
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sysctl-route-localnet
`,
    good: `services:
  a:
    image: example/a:1
    sysctls:
      net.ipv4.conf.all.route_localnet: 0
      net.ipv4.conf.all.src_valid_mark: 1
      net.ipv4.ip_forward: 1
      net.ipv4.conf.all.accept_redirects: 1
      net.ipv4.conf.all.rp_filter: 0
      net.ipv4.tcp_syncookies: 0
  b:
    image: example/a:1
    sysctls:
      net.ipv4.conf.all.route_localnet: \${ROUTE}
  c:
    image: example/a:1
    network_mode: host
    sysctls: [net.ipv4.conf.all.route_localnet=1]
`,
  },
  "host-pid-ipc": {
    bad: `services:
  agent:
    image: example/agent:1
    pid: \${PID:-host}
#   ^^^^^^^^^^^^^^^^^ host-pid-ipc
`,
    good: `services:
  agent:
    image: example/agent:1
`,
    fix: "",
  },
  "namespace-joined": {
    bad: `services:
  torrent:
    image: example/torrent:1
    network_mode: container:vpn
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ namespace-joined
  other:
    image: example/other:1
    network_mode: none
`,
    good: `services:
  torrent:
    image: example/torrent:1
  other:
    image: example/other:1
    network_mode: none
`,
    fix: "",
  },
  "host-namespace-minor": {
    bad: `services:
  agent:
    image: example/agent:1
    cgroup: host
#   ^^^^^^^^^^^^ host-namespace-minor
    uts: host # shows the host's name
#   ^^^^^^^^^ host-namespace-minor
`,
    good: `services:
  agent:
    image: example/agent:1
    privileged: true
    cgroup: host
`,
  },
  "userns-host": {
    bad: `services:
  agent:
    image: example/agent:1
    userns_mode: "host" # files of the host's users
#   ^^^^^^^^^^^^^^^^^^^ userns-host
`,
    good: `services:
  agent:
    image: example/agent:1
`,
    fix: "",
  },
  "port-datastore-exposed": {
    bad: `services:
  db:
    image: postgres:17.6
    ports:
      - "5432:5432" # for the office
#       ^^^^^^^^^^^ port-datastore-exposed
      - 0.0.0.0:15432:5432
#       ^^^^^^^^^^^^^^^^^^ port-datastore-exposed
      - "[::]:25432:5432/tcp"
#       ^^^^^^^^^^^^^^^^^^^^^ port-datastore-exposed
      - 5432
#       ^^^^ port-datastore-exposed
  store:
    image: example/mongo:7
    ports: ["\${MONGO_PORT:-27017}:27017"]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ port-datastore-exposed
`,
    good: `services:
  db:
    image: postgres:17.6
    ports:
      - 127.0.0.1:5432:5432
      - "[::1]:5433:5432"
      - "127.0.0.1::5432"
      - 10.1.2.3:5434:5432
      - \${BIND:-127.0.0.1}:5435:5432
      - \${BIND}:5436:5432
      - {target: 5432, published: 5437, host_ip: 127.0.0.1}
    expose: ["5432"]
  home:
    image: ghcr.io/home-assistant/home-assistant:2025.8
    ports: ["8123:8123"]
  web:
    image: nginx:1.29
    ports: ["80:80", "9000:9000", "5432:80"]
  host:
    image: redis:7.4
    network_mode: host
    ports: ["6379:6379"]
  bound:
    image: redis:7.4
    networks: [local]
    ports: ["6379:6379"]
networks:
  local: # publishes on this host alone
    driver_opts:
      com.docker.network.bridge.host_binding_ipv4: 127.0.0.1
`,
  },
  "port-admin-exposed": {
    bad: `services:
  queue:
    image: rabbitmq:4.0-management
    ports:
      - "15672:15672" # console
#       ^^^^^^^^^^^^^ port-admin-exposed
`,
    good: `services:
  queue:
    image: rabbitmq:4.0-management
    ports:
      - "127.0.0.1:15672:15672" # console
`,
    fix: "Bind it to 127.0.0.1",
  },
  "port-all-interfaces": {
    bad: `services:
  api:
    image: example/api:1
    ports:
      - "8000:8000"
#       ^^^^^^^^^^^ port-all-interfaces
      - 9100 # metrics
#       ^^^^ port-all-interfaces
      - target: 8080
#       ^^^^^^^^^^^^ port-all-interfaces
        published: "8080"
`,
    good: `services:
  db:
    image: postgres:17
    ports: ["5432:5432"]
  console:
    image: rabbitmq:4.0-management
    ports: ["15672:15672"]
  tool:
    image: example/tool:1
    network_mode: host
    ports: ["8000:8000"]
`,
  },
  "privileged-neighbour": {
    bad: `services:
  web:
    image: example/web:1.4
    ports:
      - "80:8080"
    depends_on:
      - db
  db:
    image: postgres:17
  logs:
# ^^^^ privileged-neighbour
    image: amir20/dozzle:v8.12
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
`,
    good: `services:
  web:
    image: example/web:1.4
    ports:
      - "80:8080"
    depends_on:
      - db
  db:
    image: postgres:17
  logs:
    image: amir20/dozzle:v8.12
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    networks:
      - logs
networks:
  logs: {}
`,
    fix: 'Put "logs" on a network of its own',
  },
  "network-unprotected": {
    bad: `services:
  db:
    image: postgres:17
    networks: [back]
networks:
  back:
    driver_opts:
      com.docker.network.bridge.gateway_mode_ipv4: nat-unprotected # as before
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ network-unprotected
      com.docker.network.bridge.gateway_mode_ipv6: "nat-unprotected"
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ network-unprotected
      com.docker.network.bridge.name: br-back
`,
    good: `services:
  a:
    image: example/a:1
    networks: [one, two, three, four]
networks:
  one:
    driver_opts:
      com.docker.network.bridge.gateway_mode_ipv4: nat
      com.docker.network.bridge.gateway_mode_ipv6: routed
  two:
    driver_opts:
      com.docker.network.bridge.gateway_mode_ipv4: \${MODE}
  three:
    driver: example/plugin
    driver_opts:
      com.docker.network.bridge.gateway_mode_ipv4: nat-unprotected
  four:
    internal: true
    driver_opts:
      com.docker.network.bridge.gateway_mode_ipv4: isolated
`,
  },
  "network-on-lan": {
    bad: `services:
  web:
    image: example/web:1
    networks: [lan]
  dns:
    image: example/dns:1
    networks:
      vlan:
        ipv4_address: 192.0.2.53
networks:
  lan:
    driver: macvlan
#   ^^^^^^^^^^^^^^^ network-on-lan
    driver_opts:
      parent: eth0
  vlan:
    driver: "ipvlan" # shares the host's hardware address
#   ^^^^^^^^^^^^^^^^ network-on-lan
    driver_opts: {parent: eth0.10}
`,
    good: `services:
  web:
    image: example/web:1
    networks: [closed, theirs, mine, bridge]
networks:
  closed:
    driver: macvlan
    internal: true
  unused:
    driver: macvlan
  theirs:
    external: true
  mine:
    driver: \${DRIVER}
  bridge:
    driver: bridge
`,
  },
  "network-mode-bridge": {
    bad: `services:
  web:
    image: example/web:1
    network_mode: bridge # as it always was
#   ^^^^^^^^^^^^^^^^^^^^ network-mode-bridge
`,
    good: `services:
  web:
    image: example/web:1
`,
    fix: "",
  },
  "datastore-beside-front": {
    bad: `services:
  web:
    image: example/web:1
    ports: ["80:8080"]
    depends_on: [api]
  api:
    image: example/api:1
    environment:
      DATABASE_URL: postgres://app@db/app
  db:
# ^^ datastore-beside-front
    image: postgres:17
    environment: {POSTGRES_DB: app}
`,
    good: `services:
  web:
    image: example/web:1
    ports: ["80:8080"]
    depends_on: [api]
  api:
    image: example/api:1
    environment:
      DATABASE_URL: postgres://app@db/app
    networks: [default, db]
  db:
    image: postgres:17
    environment: {POSTGRES_DB: app}
    networks: [db]
networks:
  db:
    internal: true
`,
    fix: "",
  },
  "flat-network": {
    bad: `services:
^^^^^^^^ flat-network
  web:
    image: example/web:1
    ports: ["80:8080"]
    depends_on: [api]
  api:
    image: example/api:1
    environment:
      DATABASE_URL: postgres://app@db/app
      SMTP: mail:25
  db:
    image: postgres:17
  mail:
    image: example/mail:1
`,
    good: `services:
  web:
    image: example/web:1
    ports: ["80:8080"]
    networks: [front, web-api]
    depends_on: [api]
  api:
    image: example/api:1
    environment:
      DATABASE_URL: postgres://app@db/app
      SMTP: mail:25
    networks: [web-api, api-db, api-mail]
  db:
    image: postgres:17
    networks: [api-db]
  mail:
    image: example/mail:1
    networks: [api-mail]
networks:
  front: {}
  web-api:
    internal: true
  api-db:
    internal: true
  api-mail:
    internal: true
`,
    fix: "",
  },
  "secret-known-format": {
    bad: `services:
  app:
    image: example/app:1
    environment:
      UPSTREAM: glpat-0123456789abcdefghij
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-known-format
      LEVEL: info
`,
    good: `services:
  app:
    image: example/app:1
    environment:
      UPSTREAM: \${UPSTREAM:?set UPSTREAM}
      LEVEL: info
`,
    fix: "",
  },
  "secret-in-env": {
    bad: `services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_DB: shop
      POSTGRES_PASSWORD: tulip-Harbour-7 # until Friday
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-env
`,
    good: `services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_DB: shop
      POSTGRES_PASSWORD_FILE: /run/secrets/db-postgres-password
    secrets:
      - db-postgres-password
secrets:
  db-postgres-password:
    file: ./secrets/db-postgres-password
`,
    fix: "",
  },
  "default-credential": {
    bad: `services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: changeme # until Friday
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ default-credential
`,
    good: `services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD_FILE: /run/secrets/db-postgres-password
    secrets:
      - db-postgres-password
secrets:
  db-postgres-password:
    file: ./secrets/db-postgres-password
`,
    fix: "",
  },
  "secret-in-url": {
    bad: `services:
  api:
    image: ghcr.io/example/shop-api:2.4.1
    environment:
      DATABASE_URL: postgres://shop:tulip-Harbour-7@db:5432/shop # the new cluster
#                              ^^^^^^^^^^^^^^^^^^^^ secret-in-url
`,
    good: `services:
  api:
    image: ghcr.io/example/shop-api:2.4.1
    environment:
      DATABASE_URL: postgres://shop:\${DATABASE_PASSWORD:?set DATABASE_PASSWORD}@db:5432/shop # the new cluster
`,
    fix: "",
  },
  "secret-in-command": {
    bad: `services:
  cache:
    image: valkey/valkey:8.1
    command: ["valkey-server", "--requirepass", "tulip-Harbour-7"]
#                                                ^^^^^^^^^^^^^^^ secret-in-command
  vault:
    image: example/vault:1
    command: serve --port 80 --admin-password=tulip --verbose # for now
#                                             ^^^^^ secret-in-command
`,
    good: `services:
  cache:
    image: valkey/valkey:8.1
    command: sh -c 'exec valkey-server --requirepass "$$(cat /run/secrets/valkey)"'
  db:
    image: mysql:8.4
    command: --default-authentication-plugin=mysql_native_password --validate-password.policy=LOW --default-password-lifetime=0
  pg:
    image: postgres:17.6
    command: postgres -c password_encryption=scram-sha-256
  node:
    image: example/node:1
    command:
      - --jwt-secret=/run/secrets/jwt
      - --wallet-password-file=/run/secrets/wallet
      - --keymanager-token-file
      - /data/token
      - --token-ttl
      - "3600"
      - --require-auth-token=true
      - --secret-name=shop
      - --public-key=abc
      - --secrets=docker-desktop:/run/secrets/mcp
  client:
    image: example/client:1
    entrypoint: ["sh", "-c", "mysqladmin ping -p$$MYSQL_ROOT_PASSWORD; redis-cli -a \\"$$REDIS_PASSWORD\\" ping; curl -u \\"$$USER:$$PASS\\" -k https://x"]
    healthcheck:
      test: [ "CMD-SHELL", "mysqladmin ping -p\\"$$(cat /run/secrets/db)\\"; redis-cli -p 6379 ping; curl -f http://localhost/health" ]
    command: --password \${CLIENT_PASSWORD} --password-stdin registry.example.com --pass --verbose
`,
  },
  "secret-in-label": {
    bad: `services:
  films:
    image: lscr.io/linuxserver/radarr:5.27.5
    labels:
      - homepage.name=Films
      - homepage.widget.type=radarr
      - homepage.widget.key=0f1e2d3c4b5a69788796a5b4c3d2e1f0
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-label
  agent:
    image: example/agent:1
    labels:
      com.example.api_token: blue-kettle
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-label
      com.datadoghq.ad.instances: '[{"host": "%%host%%", "username": "agent", "password": "blue-kettle"}]'
#                                                                                          ^^^^^^^^^^^ secret-in-label
      traefik.http.middlewares.up.headers.customrequestheaders.X-Auth-Token: blue-kettle
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-label
`,
    good: `services:
  films:
    image: lscr.io/linuxserver/radarr:5.27.5
    labels:
      homepage.widget.key: "{{HOMEPAGE_VAR_RADARR_KEY}}"
      homepage.widget.url: http://films:7878
      com.example.token: \${TOKEN}
      com.example.secret.name: films
      com.example.token_ttl: "3600"
      com.datadoghq.ad.instances: '[{"host": "%%host%%", "password": "%%env_AGENT_PASSWORD%%"}]'
      traefik.http.middlewares.auth.forwardauth.authResponseHeaders: X-Auth-Token
      traefik.http.middlewares.auth.basicauth.users: admin:\${HASHED_PASSWORD:?set HASHED_PASSWORD}
      traefik.http.middlewares.auth.basicauth.usersfile: /run/secrets/users
      traefik.http.routers.films.rule: Host(\`films.example.com\`)
      org.opencontainers.image.version: "5.27.5"
`,
  },
  "password-hash-in-label": {
    bad: `services:
  traefik:
    image: traefik:v3.5.3
    labels:
      - traefik.http.middlewares.auth.basicauth.users=admin:$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/
#                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ password-hash-in-label
`,
    good: `services:
  traefik:
    image: traefik:v3.5.3
    labels:
      - traefik.http.middlewares.auth.basicauth.users=admin\${TRAEFIK_PASSWORD_HASH:?set TRAEFIK_PASSWORD_HASH}
`,
    fix: "",
  },
  "secret-in-build-arg": {
    bad: `services:
  web:
    build:
      context: ./web
      args:
        NODE_VERSION: "22"
        REGISTRY_TOKEN: blue-kettle-17
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-build-arg
`,
    good: `services:
  web:
    build:
      context: ./web
      args:
        NODE_VERSION: "22"
      secrets:
        - web-registry-token
secrets:
  web-registry-token:
    file: ./secrets/web-registry-token
`,
    fix: "",
  },
  "secret-in-config": {
    bad: `services:
  api:
    image: ghcr.io/example/shop-api:2.4.1
    configs: [api.ini]
configs:
  api.ini:
    content: |
      [database]
      user = shop
      password = tulip-Harbour-7
#                ^^^^^^^^^^^^^^^ secret-in-config
`,
    good: `services:
  api:
    image: ghcr.io/example/shop-api:2.4.1
    configs: [api.ini]
configs:
  api.ini:
    content: |
      [database]
      user = shop
      password = \${API_INI_PASSWORD:?set API_INI_PASSWORD}
`,
    fix: "",
  },
  "credential-unset-empty": {
    bad: `services:
  cache:
    image: valkey/valkey:8.1
    command: valkey-server --requirepass \${VALKEY_PASSWORD}
#                                        ^^^^^^^^^^^^^^^^^^ credential-unset-empty
`,
    good: `services:
  cache:
    image: valkey/valkey:8.1
    command: valkey-server --requirepass \${VALKEY_PASSWORD:?set VALKEY_PASSWORD}
`,
    fix: "",
  },
  "auth-disabled": {
    bad: `services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_DB: shop
      POSTGRES_HOST_AUTH_METHOD: trust # easier
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ auth-disabled
`,
    good: `services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_DB: shop
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}
`,
    fix: "",
  },
  "tls-verification-off": {
    bad: `services:
  app:
    image: example/app:1
    environment:
      NODE_ENV: production
      NODE_TLS_REJECT_UNAUTHORIZED: 0 # the old mail server
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verification-off
`,
    good: `services:
  app:
    image: example/app:1
    environment:
      NODE_ENV: production
`,
    fix: "",
  },
  "debug-exposed": {
    bad: `services:
  result:
    image: example/result:1
    entrypoint: nodemon --inspect=0.0.0.0 server.js
#                       ^^^^^^^^^^^^^^^^^ debug-exposed
    ports:
      - "5001:80"
      - "9229:9229"
`,
    good: `services:
  result:
    image: example/result:1
    entrypoint: nodemon --inspect=0.0.0.0 server.js
    ports:
      - "5001:80"
      - "127.0.0.1:9229:9229"
`,
    fix: "",
  },
  "image-tag-mutable": {
    bad: `services:
  a:
    image: nginx
#          ^^^^^ image-tag-mutable
  b:
    image: "redis:latest" # convenient
#          ^^^^^^^^^^^^^^ image-tag-mutable
  c:
    image: registry.example:5000/app
#          ^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-mutable
  d:
    image: prom/prometheus:main
#          ^^^^^^^^^^^^^^^^^^^^ image-tag-mutable
  e:
    image: \${IMAGE:-nginx}:\${TAG:-latest}
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-mutable
  f:
    image: node:alpine
#          ^^^^^^^^^^^ image-tag-mutable
`,
    good: `services:
  a:
    image: nginx:1.29
  b:
    image: nginx:latest@sha256:0123456789012345678901234567890123456789012345678901234567890123
  c:
    image: myapp
    build: .
  d:
    image: nginx:\${TAG}
  e:
    image: registry.example:5000/app:v2
  f:
    image: \${IMAGE}
  g:
    image: postgres:17-alpine
`,
  },
  "image-end-of-life": {
    bad: `services:
  db:
    image: postgres:12.4-alpine # since 2020
#          ^^^^^^^^^^^^^^^^^^^^ image-end-of-life
  web:
    image: php:7.4-apache
#          ^^^^^^^^^^^^^^ image-end-of-life
  files:
    image: mysql:5
#          ^^^^^^^ image-end-of-life
`,
    good: `services:
  a:
    image: postgres:17
  b:
    image: postgres
  c:
    image: someone/postgres:9.6
  d:
    image: registry.example/postgres:9.6
  e:
    image: mysql:8.4
  f:
    image: node:22-alpine
  g:
    image: node:lts
  h:
    image: \${IMAGE}
  i:
    image: python:3.12-slim
  j:
    image: redis:7.4
  k:
    image: mongo:8
    build: .
`,
  },
  "image-no-digest": {
    bad: `services:
  web:
    image: nginx:1.29.3
#          ^^^^^^^^^^^^ image-no-digest
`,
    good: `services:
  a:
    image: nginx:1.29.3@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  b:
    image: nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  c:
    image: example/ours:1
    build: .
  d:
    image: \${IMAGE}
  e:
    image: registry.example:5000/team/app
`,
  },
  "image-registry-untrusted": {
    settings: `{ "trustedRegistries": ["docker.io/library", "ghcr.io/acme"] }
`,
    bad: `services:
  tool:
    image: somebody/tool:1
#          ^^^^^^^^^^^^^^^ image-registry-untrusted
  mirror:
    image: "registry.example:5000/nginx:1.29" # ours?
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-registry-untrusted
  almost:
    image: ghcr.io/acme-tools/backup:2
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-registry-untrusted
`,
    good: `services:
  a:
    image: somebody/tool:1
  b:
    image: 10.0.0.5:5000/tool:1
`,
  },
  "build-insecure": {
    bad: `services:
  app:
    build:
      context: .
      privileged: true # loop devices
#     ^^^^^^^^^^^^^^^^ build-insecure
      network: host
#     ^^^^^^^^^^^^^ build-insecure
`,
    good: `services:
  a:
    build: {context: ., network: none}
  b:
    build: {context: ., privileged: false, entitlements: ["device=/dev/kvm"]}
  c:
    build: {context: ., privileged: "\${PRIVILEGED}", network: "\${NET}"}
  d:
    build: .
`,
  },
  "build-context-unpinned": {
    bad: `services:
  app:
    build: https://github.com/example/app.git#main
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ build-context-unpinned
`,
    good: `services:
  a:
    build: https://github.com/example/app.git#9f86d081884c7d659a2feaa0c55ad015a3bf4f1b:docker
  b:
    build: .
  c:
    build:
      context: ./app
      additional_contexts:
        base: docker-image://alpine:3.22
        other: service:a
        data: https://example.com/a.tar?checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  d:
    build: \${CONTEXT}
`,
  },
  "build-ssh-forwarded": {
    bad: `services:
  app:
    build:
      context: .
      ssh:
        - default # private modules
#         ^^^^^^^ build-ssh-forwarded
`,
    good: `services:
  app:
    build:
      context: .
`,
    fix: "",
  },
  "include-remote-unpinned": {
    bad: `include:
  - oci://registry.example/stacks/monitoring:1.2
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ include-remote-unpinned
  - path: https://github.com/example/stacks.git#main:db # the databases
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ include-remote-unpinned
services:
  web:
    image: example/web:1
`,
    good: `include:
  - oci://registry.example/stacks/monitoring@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  - https://github.com/example/stacks.git#9f86d081884c7d659a2feaa0c55ad015a3bf4f1b:db
  - ./monitoring.yml
  - \${STACK}
services:
  web:
    image: example/web:1
`,
  },
  "provider-runs-binary": {
    bad: `services:
  db:
    provider:
      type: example-cloud-db # asks for an account
#     ^^^^^^^^^^^^^^^^^^^^^^ provider-runs-binary
      options: {size: small}
`,
    good: `services:
  llm:
    provider: {type: model, options: {model: ai/smollm2}}
  other:
    provider: {type: "\${PROVIDER}"}
`,
  },
  "memory-limit-missing": {
    bad: `services:
  web:
# ^^^ memory-limit-missing
    image: example/web:1
`,
    good: `services:
  web:
    image: example/web:1
    mem_limit: 512m
`,
    fix: "",
  },
  "cpu-limit-missing": {
    bad: `services:
  web:
# ^^^ cpu-limit-missing
    image: example/web:1
    mem_limit: 256m
    cpu_shares: 512 # weighs, limits nothing
`,
    good: `services:
  web:
    image: example/web:1
    mem_limit: 256m
    cpu_shares: 512 # weighs, limits nothing
    cpus: "1.0"
`,
    fix: "",
  },
  "pids-limit-missing": {
    bad: `services:
  web:
# ^^^ pids-limit-missing
    image: example/web:1
`,
    good: `services:
  web:
    image: example/web:1
    pids_limit: 200
`,
    fix: "",
  },
  "oom-protection-off": {
    bad: `services:
  db:
    image: example/db:1
    oom_score_adj: -900 # never the database
#   ^^^^^^^^^^^^^^^^^^^ oom-protection-off
`,
    good: `services:
  db:
    image: example/db:1
`,
    fix: "",
  },
  "cgroup-parent-set": {
    bad: `services:
  a:
    image: example/a:1
    cgroup_parent: system.slice # with sshd
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ cgroup-parent-set
    mem_limit: 1g
  b:
    image: example/b:1
    cgroup_parent: "/"
#   ^^^^^^^^^^^^^^^^^^ cgroup-parent-set
`,
    good: `services:
  a:
    image: example/a:1
    cgroup_parent: \${GROUP}
  b:
    image: example/b:1
    cgroup_parent: ""
  c:
    image: example/c:1
    mem_limit: 1g
`,
  },
  "logging-disabled": {
    bad: `services:
  web:
    image: example/web:1
    logging:
      driver: none # it is so chatty
#     ^^^^^^^^^^^^ logging-disabled
`,
    good: `services:
  web:
    image: example/web:1
    logging:
      driver: local # it is so chatty
      options:
        max-size: 10m
        max-file: "3"
`,
    fix: "",
  },
  "log-growth-unbounded": {
    bad: `services:
  web:
# ^^^ log-growth-unbounded
    image: example/web:1
  api:
    image: example/api:1
    logging:
#   ^^^^^^^ log-growth-unbounded
      driver: json-file
`,
    good: `services:
  a:
    image: example/a:1
    logging:
      options: {max-size: 10m}
  b:
    image: example/b:1
    logging: {driver: local}
  c:
    image: example/c:1
    logging: {driver: "\${LOG_DRIVER}"}
  d:
    image: example/d:1
    logging: {driver: syslog}
`,
  },
  "override-weakens": {
    bad: `services:
  web:
    image: example/web:1
    read_only: true
---
services:
  web:
    command: [serve, --debug]
    read_only: false
#   ^^^^^^^^^^^^^^^^ override-weakens
`,
    good: `services:
  web:
    image: example/web:1
    read_only: true
---
services:
  web:
    command: [serve, --debug]
`,
    fix: "",
  },
  "version-obsolete": {
    bad: `version: "3.8"
^^^^^^^^^^^^^^ version-obsolete

services:
  web:
    image: example/web:1
`,
    good: `
services:
  web:
    image: example/web:1
`,
    fix: "",
  },
  "ignore-unknown": {
    bad: `services:
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line privileged-contaner -- it has to
#                                 ^^^^^^^^^^^^^^^^^^^ ignore-unknown
    user: "1000"
    # watertight-ignore-next-line
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ignore-unknown
    read_only: true
    # watertight-ignore-service entirely-something-else -- no reason
#                               ^^^^^^^^^^^^^^^^^^^^^^^ ignore-unknown
    x-watertight: {ignore: {host-pid-icp: watches}}
#                           ^^^^^^^^^^^^ ignore-unknown
`,
    good: `# watertight says that this is fine
# trivy:ignore:AVD-DS-0002
services:
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line privileged-container -- it has to; nobody else does, see issue-12
    privileged: true
`,
  },
  "ignore-expired": {
    settings: `{"today": "2026-11-25"}
`,
    bad: `services:
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line privileged-container -- until 2026-11-24, then the rewrite is done
#                                 ^^^^^^^^^^^^^^^^^^^^ ignore-expired
    privileged: true
    x-watertight:
      ignore:
        host-pid-ipc: {reason: watches the others, until: 2025-01-01}
#       ^^^^^^^^^^^^ ignore-expired
        network-mode-host: broadcasts, until 2025-12-31
#       ^^^^^^^^^^^^^^^^^ ignore-expired
`,
    good: `services:
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line privileged-container -- until 2026-11-25, then the rewrite is done
    privileged: true
    # watertight-ignore-next-line host-pid-ipc -- until 2026-13-45
    pid: host
    # watertight-ignore-next-line network-mode-host -- until the rewrite
    network_mode: host
`,
  },
  "ignore-without-reason": {
    bad: `services:
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line privileged-container
#                                 ^^^^^^^^^^^^^^^^^^^^ ignore-without-reason
    privileged: true
    # watertight-ignore-next-line host-pid-ipc --
#                                 ^^^^^^^^^^^^ ignore-without-reason
    pid: host
    network_mode: host # watertight-ignore-line network-mode-host -- reason
#                                               ^^^^^^^^^^^^^^^^^ ignore-without-reason
    x-watertight: {ignore: {hardening-missing: }}
#                           ^^^^^^^^^^^^^^^^^ ignore-without-reason
`,
    good: `services:
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line privileged-container, user-not-set -- it has to
    privileged: true
    # watertight-ignore-next-line host-pid-ipc -- watches; cap-drop-missing -- all of them
    pid: host
    x-watertight: {ignore: {hardening-missing: short-lived}}
`,
  },
  "ignore-unused": {
    bad: `services:
  # watertight-ignore-service privileged-container -- it has to, see the wiki
#                             ^^^^^^^^^^^^^^^^^^^^ ignore-unused
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line host-pid-ipc -- watches the others
#                                 ^^^^^^^^^^^^ ignore-unused
    user: "1000"
    ports:
      - 127.0.0.1:8080:80 # watertight-ignore-line port-all-interfaces -- behind the proxy
#                                                  ^^^^^^^^^^^^^^^^^^^ ignore-unused
`,
    good: `include: [elsewhere.yml]
services:
  app:
    image: example/app:1.2
    cap_drop: [ALL]
    # watertight-ignore-next-line host-pid-ipc -- watches the others
    user: "1000"
`,
  },
  "not-read": {
    bad: `include:
  - oci://registry.example.com/monitoring:1
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not-read
  - path: https://github.com/example/stack.git#v1
services:
  app:
    image: example/app:1
`,
    good: `services:
  base:
    read_only: true
  app:
    image: example/app:1
    extends: base
`,
  },
};
