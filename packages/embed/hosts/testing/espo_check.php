<?php

// Runs the entry point against stand-ins for EspoCRM's classes and a worker that listens elsewhere.
// php espo_check.php WORKER: one line of JSON.

namespace Espo\Core {
    class Acl
    {
        public function checkEntityRead(object $entity): bool
        {
            return $entity->readable;
        }
    }
}
namespace Espo\Core\Api {
    class Request
    {
        public function __construct(private array $query) {}
        public function getQueryParam(string $name): ?string
        {
            return $this->query[$name] ?? null;
        }
    }
    class Response
    {
        public array $said = [];
        public function setHeader(string $name, string $value): self
        {
            $this->said[$name] = $value;
            return $this;
        }
        public function setStatus(int $code): self
        {
            $this->said['status'] = $code;
            return $this;
        }
    }
}
namespace Espo\Core\EntryPoint {
    interface EntryPoint
    {
        public function run(\Espo\Core\Api\Request $request, \Espo\Core\Api\Response $response): void;
    }
}
namespace Espo\Core\Exceptions {
    class BadRequest extends \Exception {}
    class Error extends \Exception {}
    class Forbidden extends \Exception {}
}
namespace Espo\Core\Utils {
    class Config
    {
        public function __construct(private array $values) {}
        public function get(string $name): mixed
        {
            return $this->values[$name] ?? null;
        }
    }
}
namespace Espo\ORM {
    class EntityManager
    {
        public function getEntityById(string $type, string $id): ?object
        {
            return $id === 'gone' ? null : (object) ['readable' => $id !== 'secret'];
        }
    }
}
namespace {
    require __DIR__ . '/../espocrm/custom/Espo/Custom/EntryPoints/Aicrm.php';

    function ask(string $worker, array $query): array
    {
        $config = new Espo\Core\Utils\Config(['aicrmUrl' => $worker, 'aicrmKey' => 'the-key']);
        $point = new Espo\Custom\EntryPoints\Aicrm($config, new Espo\Core\Acl(), new Espo\ORM\EntityManager());
        $response = new Espo\Core\Api\Response();
        try {
            $point->run(new Espo\Core\Api\Request($query), $response);
            return $response->said;
        } catch (\Exception $error) {
            return ['thrown' => $error::class] + $response->said;
        }
    }

    [, $worker] = $argv;
    echo json_encode([
        'good' => ask($worker . '/', ['type' => 'Lead', 'id' => '67a1']),
        'contact' => ask($worker, ['type' => 'Contact', 'id' => '7']),
        'secret' => ask($worker, ['type' => 'Lead', 'id' => 'secret']),
        'gone' => ask($worker, ['type' => 'Lead', 'id' => 'gone']),
        'type' => ask($worker, ['type' => 'User', 'id' => '7']),
        'id' => ask($worker, ['type' => 'Lead', 'id' => "7'--"]),
        'dead' => ask('http://127.0.0.1:1', ['type' => 'Lead', 'id' => '7']),
    ]);
}
