<?php

namespace Espo\Custom\EntryPoints;

use Espo\Core\Acl;
use Espo\Core\Api\Request;
use Espo\Core\Api\Response;
use Espo\Core\EntryPoint\EntryPoint;
use Espo\Core\Exceptions\BadRequest;
use Espo\Core\Exceptions\Error;
use Espo\Core\Exceptions\Forbidden;
use Espo\Core\Utils\Config;
use Espo\ORM\EntityManager;

/**
 * The address of the iframe dashlet: ?entryPoint=aicrm&type=Lead&id=... It is open to who is signed in to EspoCRM, mints a
 * token for one record that this person may read, and sends the frame on to the worker. The token stands in the fragment,
 * which no server and no log gets to see.
 */
class Aicrm implements EntryPoint
{
    private const TYPES = ['Lead' => 'lead', 'Contact' => 'contact', 'Account' => 'company'];

    public function __construct(
        private Config $config,
        private Acl $acl,
        private EntityManager $entityManager,
    ) {}

    public function run(Request $request, Response $response): void
    {
        $type = $request->getQueryParam('type') ?? '';
        $id = $request->getQueryParam('id') ?? '';
        if (!isset(self::TYPES[$type]) || !preg_match('/^[a-z0-9-]{1,36}$/i', $id)) {
            throw new BadRequest();
        }
        $entity = $this->entityManager->getEntityById($type, $id);
        if (!$entity || !$this->acl->checkEntityRead($entity)) {
            throw new Forbidden();
        }
        $record = self::TYPES[$type] . ':espo:' . $id;
        $element = $type === 'Lead' ? 'aicrm-lead-score-badge' : 'aicrm-customer-insight-card';
        $shown = http_build_query([
            'element' => $element,
            'record-id' => $record,
            'display' => 'inline',
            'token' => $this->mint($record),
        ], '', '&', PHP_QUERY_RFC3986);
        $response->setHeader('Cache-Control', 'no-store');
        $response->setHeader('Location', $this->worker() . '/embed/v1/frame#' . $shown);
        $response->setStatus(302);
    }

    private function worker(): string
    {
        return rtrim((string) $this->config->get('aicrmUrl'), '/');
    }

    private function mint(string $record): string
    {
        $curl = curl_init($this->worker() . '/v1/tokens');
        curl_setopt_array($curl, [
            CURLOPT_POST => true,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 10,
            CURLOPT_HTTPHEADER => [
                'Authorization: Bearer ' . $this->config->get('aicrmKey'),
                'Content-Type: application/json',
            ],
            CURLOPT_POSTFIELDS => json_encode([
                'scopes' => ['sync:record', 'models:read', 'events:write'],
                'record' => $record,
                // The dashlet's sandbox takes the frame's origin away, so its requests come from "null".
                'origins' => ['null'],
            ]),
        ]);
        $answer = json_decode((string) curl_exec($curl), true);
        if (!is_array($answer) || !isset($answer['token'])) {
            throw new Error('The AI-CRM worker gave no token.');
        }

        return $answer['token'];
    }
}
